import type { Client } from '@temporalio/client';
import { RECORDS_SIGNAL, type RecordsSignal } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { firstArgument } from '../../src/temporal/first-argument';
import { TcpProxy } from '../../chaos/tcp-proxy';
import { engineAddress } from '../../harness/engine-address';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { withWorld, type World } from '../support/gateway/world';
import { chainOf } from '../support/scenarios/chain-of';
import { markRun } from '../support/scenarios/mark-run';
import { ok, RawApi } from '../support/scenarios/raw-api';

/** The server fails a task in flight when more than these signals wait behind it. */
const BUFFERED = 100;
const CALL_S = 5;

/** The destination of `lost` never answers, and a record of each key waits for it inside a workflow task of its own. */
const withCallsUnderWay = async (
  world: World,
  { lanes, names, two = false }: { readonly lanes: number; readonly names: readonly string[]; readonly two?: boolean },
) => {
  const [topic, api] = [await world.topic({ partitions: 1 }), new RawApi()];
  await api.open();
  world.atEnd(() => api.close());
  const name = uniqueName();
  const shape = {
    ...({ name, topics: [topic.name], lanes, kind: 'deliver', timeout: `${CALL_S}s` } as const),
    destination: { retry: { initial: '50ms', maximum: '200ms', maxAttempts: 3 } },
  };
  const client = await world.client();
  const idOf = (key: string): string => hostWorkflowId(name, 'main', key, lanes);
  const keys = apart(names, idOf);
  const calledAt = new Map<string, number[]>();
  const hang: RawApi['react'] = ({ body }) => {
    const { key } = JSON.parse(body) as { key: string };
    calledAt.set(key, [...(calledAt.get(key) ?? []), performance.now()]);
    return { end: 'never' };
  };
  const [link, besideLink] = [await linkOf(world), await linkOf(world)];
  const gateway = await world.gateway({ shape, apiUrl: api.url, temporal: link.address });
  // Its calls have another `Host`.
  const apiUrl = api.url.replace('127.0.0.1', 'localhost');
  if (two) await world.gateway({ shape, apiUrl, command: 'worker', temporal: besideLink.address });
  for (const key of keys)
    await markRun(client, idOf(key), () => topic.produce([{ partition: 0, key, value: '{"marks":true}' }]));
  api.react = hang;
  for (const key of keys) {
    await topic.produce([{ partition: 0, key, value: JSON.stringify({ key }) }]);
    await eventually(() => {
      expect(calledAt.get(key)).toHaveLength(1);
    });
  }
  /** That of the process which has made the last call. */
  const callerLink = (): TcpProxy => (api.calls.at(-1)?.head.includes('localhost') === true ? besideLink : link);
  return { api, client, gateway, callerLink, shape, keys, idOf, calledAt };
};

const linkOf = async (world: World): Promise<TcpProxy> => {
  const link = await TcpProxy.open(engineAddress('temporal'));
  world.atEnd(() => link.close());
  return link;
};

/** One key for each name, each in another workflow. */
const apart = (names: readonly string[], idOf: (key: string) => string): readonly string[] => {
  const taken = new Set<string>();
  return names.map((name) => {
    for (let number = 0; ; number += 1) {
      const key = `${name}-${number}`;
      if (taken.has(idOf(key))) continue;
      taken.add(idOf(key));
      return key;
    }
  });
};

const eventsOf = async (client: Client, workflowId: string) =>
  (await client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];

/** Number of tasks of the workflow that were lost after a worker had them. */
const lostTasks = async (client: Client, workflowId: string): Promise<number> =>
  (await eventsOf(client, workflowId)).filter(
    ({ workflowTaskTimedOutEventAttributes: timedOut, workflowTaskFailedEventAttributes: failed }) =>
      failed != null || Number(timedOut?.startedEventId ?? 0) > 0,
  ).length;

const lastSignal = async (client: Client, workflowId: string): Promise<RecordsSignal> => {
  const signals = (await eventsOf(client, workflowId)).flatMap(
    ({ workflowExecutionSignaledEventAttributes: signaled }) => signaled ?? [],
  );
  return firstArgument(signals.at(-1)?.input?.payloads) as RecordsSignal;
};

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I12: what a lost worker called inside a workflow task is in doubt, whenever its record is sent again, and whatever comes with it', async () => {
    await withWorld(async (world) => {
      const names = ['alone', 'before', 'after', 'more'];
      const { api, client, gateway, shape, keys, idOf } = await withCallsUnderWay(world, { lanes, names });
      const [, before = '', after = '', more = ''] = keys;
      await gateway.kill();
      const send = (key: string, signal: RecordsSignal): Promise<void> =>
        client.workflow.getHandle(idOf(key)).signal(RECORDS_SIGNAL, signal);

      await send(before, await lastSignal(client, idOf(before)));
      const one = await lastSignal(client, idOf(more));
      const [record] = one.records;
      const { stream } = one;
      const offsets = [1_001, 1_002, 1_003, 1_004, 1_005];
      if (record !== undefined)
        await send(more, { stream, records: offsets.map((offset) => ({ ...record, offset: String(offset) })) });
      // Both are there before the server knows of the loss: it takes no signal into the history during a task.
      for (const key of [before, more]) expect(await lostTasks(client, idOf(key))).toBe(0);
      await eventually(
        async () => {
          for (const key of keys) expect(await lostTasks(client, idOf(key))).toBe(1);
        },
        { withinMs: 30_000 },
      );
      await send(after, await lastSignal(client, idOf(after)));

      const calledBefore = api.calls.length;
      api.react = () => ok(422, '{}');
      await world.gateway({ shape, apiUrl: api.url });
      await eventually(
        async () => {
          for (const key of keys) {
            const status = await chainOf(client, idOf(key), key);
            const failure = { code: 'http-status', perhapsDone: true };
            expect([key, status]).toMatchObject([key, { status: 'parked', failure }]);
            expect(status?.doubts?.at(0)?.cause).toBe('worker-lost');
          }
        },
        { withinMs: 60_000 },
      );
      expect(api.calls.length).toBeGreaterThan(calledBefore);
      for (const key of keys) {
        const ofKey = api.calls.filter(({ body }) => (JSON.parse(body) as { key: string }).key === key);
        expect(new Set(ofKey.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
      }
    });
  });

  it('I6, I12: a task that the server fails while its call is under way, because too many signals came, is not made by another worker before the call has ended', async () => {
    await withWorld(async (world) => {
      const { api, client, callerLink, keys, idOf, calledAt } = await withCallsUnderWay(world, {
        lanes,
        names: ['flood'],
        two: true,
      });
      const [key = ''] = keys;
      const its = (): readonly number[] => calledAt.get(key) ?? [];
      const [first = 0] = its();
      // The one that has made the call hears nothing of its task any more, and the server gives it nothing: a frozen one
      // would get the next task at times, through its long polls, and nobody would call again in time.
      const link = callerLink();
      link.set('refusing');
      link.cut();
      const again = await lastSignal(client, idOf(key));
      const handle = client.workflow.getHandle(idOf(key));
      for (let sent = 0; sent <= BUFFERED; sent += 1) await handle.signal(RECORDS_SIGNAL, again);
      await eventually(async () => {
        expect(await lostTasks(client, idOf(key))).toBe(1);
      });
      // A task that was lost only now would be no trial: its call would have ended.
      expect(performance.now() - first).toBeLessThan(CALL_S * 1_000);
      await eventually(
        () => {
          expect(its().length).toBeGreaterThan(1);
        },
        { withinMs: 60_000 },
      );
      expect((its().at(1) ?? 0) - first).toBeGreaterThan(CALL_S * 1_000);
      link.set('through');
      api.react = () => ok(422, '{}');
      await eventually(
        async () => {
          const failure = { code: 'http-status', perhapsDone: true };
          expect(await chainOf(client, idOf(key), key)).toMatchObject({ status: 'parked', failure });
        },
        { withinMs: 60_000 },
      );
    });
  });
});
