import type { WorkflowHandle } from '@temporalio/client';
import {
  RETRY_UPDATE,
  SNAPSHOT_QUERY,
  STATUS_QUERY,
  type ChainStatus,
  type HostStatus,
} from '../../../src/model/contract/contract';
import { hostWorkflowId } from '../../../src/model/names/workflow-id';
import { eventually } from '../../../harness/eventually';
import type { GatewayProcessOptions } from '../gateway/gateway-process';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { ParkedBacklog } from './parked-backlog';
import { readCommitted } from '../../../harness/read-committed';
import { uniqueName } from '../../../harness/unique-name';
import { withWorld } from '../gateway/world';

/** Largest size carried: a continue-as-new input may have 2 MB. */
const LARGEST_CARRIED = 1_500_000;
/** The limit of the bridge is 300 MB. */
const LIMIT_MIB = { bridge: 286, worker: 450 } as const;
/** With room to spare V8 collects late, and garbage would be measured too. What is in use must fit into this. */
const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=128' };

const chainOf = async (handle: WorkflowHandle, key: string): Promise<ChainStatus | undefined> => {
  const { chains } = await handle.query<HostStatus>(STATUS_QUERY);
  return chains.find(({ chain }) => chain === key);
};

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, seq) => seq);

/** Bridge and worker in processes of their own, so that each has its bound. */
const withBothHalves = (
  options: GatewayProcessOptions,
  body: () => Promise<void>,
): Promise<Record<keyof typeof LIMIT_MIB, number>> =>
  withWorld(async (world) => {
    const worker = await world.gateway({ ...options, command: 'worker', env: SMALL_HEAP });
    const ofWorker = await world.memorySamples(worker.pid);
    const bridge = await world.gateway({ ...options, command: 'bridge' });
    const ofBridge = await world.memorySamples(bridge.pid);
    await body();
    return { bridge: ofBridge.highest, worker: ofWorker.highest };
  });

/** The records whose payload was gone, as the dead letters name them. */
const lettersOf = async (letters: KafkaTopic): Promise<readonly { offset: number; cause: string | undefined }[]> =>
  (await readCommitted(letters)).map(({ headers }) => {
    const named = new Map(headers.map(([name, value]) => [name, value?.toString()]));
    return { offset: Number(named.get('sluice.offset')), cause: named.get('sluice.cause') };
  });

/** Until none waits. A busy machine may take long for it, as long as there are fewer each time within the limit. */
const untilNoneWaits = async (waitingNow: () => Promise<number>, withinMs: number): Promise<void> => {
  for (let before = Infinity; before > 0;) {
    const more = before;
    before = await eventually(
      async () => {
        const now = await waitingNow();
        expect(now).toBeLessThan(more);
        return now;
      },
      { withinMs, everyMs: 250 },
    );
  }
};

export interface ParkedKey {
  readonly lanes: number;
  readonly kind: 'deliver' | 'handler';
  /** Records that wait behind the refused one. */
  readonly waiting: number;
  /** Share of the topic that retention removes in the meantime. */
  readonly deleted: number;
  readonly withinMs: number;
}

/** A parked key with a backlog holds up no other key, stays small, and goes on in order. */
export const parkedKey = ({ lanes, kind, waiting, deleted, withinMs }: ParkedKey): Promise<void> =>
  withWorld(async (world) => {
    const topic = await world.topic({});
    const letters = await world.topic({ prefix: 'dead-letters' });
    const api = await world.recorder();
    const client = await world.client();

    const backlog = new ParkedBacklog(waiting, waiting / 5);
    const name = uniqueName();
    const shape = {
      name,
      topics: [topic.name],
      lanes,
      kind,
      // This says nothing about `gone`, which makes a dead letter by default.
      onTerminal: { effect: 'park' },
      deadLetterTopic: letters.name,
    } as const;
    const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', backlog.key, lanes));
    backlog.refuse(api);
    const highest = await withBothHalves({ shape, apiUrl: api.url }, async () => {
      await backlog.produce(topic);
      const ends = await topic.endOffsets();
      await eventually(
        async () => {
          expect(api.effects).toHaveLength(backlog.others);
          expect(await topic.committedOffsets(`${name}.main`)).toEqual(ends);
          const chain = await chainOf(handle, backlog.key);
          expect(chain).toMatchObject({ status: 'parked', waiting: waiting + 1 });
        },
        { withinMs, everyMs: 250 },
      );
      const carried = JSON.stringify(await handle.query(SNAPSHOT_QUERY));
      expect(carried.length).toBeLessThan(LARGEST_CARRIED);
      const end = ends[0] ?? 0n;
      if (deleted > 0) await topic.deleteRecords(0, BigInt(Math.floor(Number(end) * deleted)));
      backlog.release();
      await handle.executeUpdate(RETRY_UPDATE, { args: [{ chain: backlog.key }] });
      await untilNoneWaits(async () => (await chainOf(handle, backlog.key))?.waiting ?? 0, withinMs);
    });
    const taken = backlog.takenOfKey(api);
    const gone = await lettersOf(letters);
    // They come in order, each once; the missing ones are among the dead letters, also in order and each once.
    expect(taken).toEqual([...taken].sort((a, b) => a - b));
    expect(gone.map(({ offset }) => offset)).toEqual(backlog.offsetsWithout(taken));
    expect(new Set(gone.map(({ cause }) => cause))).toEqual(new Set(deleted > 0 ? ['record-gone'] : []));
    if (deleted === 0) expect(taken).toEqual(upTo(waiting + 1));
    expect(backlog.othersAmiss(api)).toBe(0);
    expect(highest.bridge).toBeLessThan(LIMIT_MIB.bridge);
    expect(highest.worker).toBeLessThan(LIMIT_MIB.worker);
  });
