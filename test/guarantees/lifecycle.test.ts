import { EXIT_CODES } from '../../src/cli/command/exit-codes';
import type { EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { firstNotDurable } from '../support/kafka/first-not-durable';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { groupMembers } from '../support/kafka/group-members';
import { HOSTING_SHAPES, PER_KEY } from '../support/gateway/hosting-shapes';
import { judge, KEPT, keyedRecords, overlaps } from '../../harness/keyed-records';
import { withTemporalClient } from '../support/engines/temporal-client';
import { uniqueName } from '../../harness/unique-name';
import { narrowed } from '../support/width';
import { withWorld } from '../support/gateway/world';

const LOAD = { keys: 20, perKey: 50 };
const TOTAL = LOAD.keys * LOAD.perKey;
/** The bridge drains first, and calls are begun until it has: some 500 ms on an idle machine. */
const LAST_CALL_MS = 2_000;
/** This is longer than a test may take: a gateway that waits for it does not end in time. */
const BEYOND_THE_TEST = '5m';
/** After so long without a heartbeat Temporal gives the work of a worker to another. */
const HEARTBEAT_MS = 15_000;

const SECOND_SIGNALS = [
  { signal: 'SIGTERM', code: EXIT_CODES.closedBySigterm },
  { signal: 'SIGINT', code: EXIT_CODES.closedBySigint },
] as const;

const begun = (api: EffectRecorder, count: number): Promise<void> =>
  eventually(
    () => {
      expect(api.calls.length).toBeGreaterThanOrEqual(count);
    },
    { everyMs: 5 },
  );

const effects = (api: EffectRecorder, count: number, withinMs = 150_000): Promise<void> =>
  eventually(
    () => {
      expect(api.effects).toHaveLength(count);
    },
    { withinMs },
  );

const says = (gateway: GatewayProcess, words: string): Promise<void> =>
  eventually(
    () => {
      expect(gateway.output).toContain(words);
    },
    { everyMs: 10 },
  );

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I1, I4: SIGTERM drains: calls under way finish, offsets are committed, the group is left, and the next gateway makes the rest, no call twice', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      const name = uniqueName();
      const group = `${name}.main`;
      // Fewer calls at a time than keys: some have their turn only when the gateway is draining.
      const shape = { name, topics: [topic.name], lanes, kind: 'deliver', concurrency: 12 } as const;
      // A bridge that is slow itself still has records to send when the signal comes.
      const bridge = { recordsPerSignal: 1, concurrentSignals: 1, maxPendingRecords: 60 };
      api.latencyMs = 300;
      await topic.produce(keyedRecords(LOAD));
      const first = await GatewayProcess.start({ shape: { ...shape, bridge }, apiUrl: api.url });
      await begun(api, 30);
      const signalledAt = Date.now();
      first.signal('SIGTERM');
      expect(await first.exited).toEqual({ code: EXIT_CODES.done, signal: null });
      expect(await groupMembers(group)).toEqual([]);
      const made = api.calls.length;
      const last = Math.max(...api.calls.map(({ startedAt }) => startedAt)) - signalledAt;
      const committed = await topic.committedOffsets(group);
      expect(committed).not.toEqual(await topic.endOffsets());
      const hosted = { name, lanes, keys: LOAD.keys };
      expect(committed).toEqual(await withTemporalClient((client) => firstNotDurable(client, hosted, 4)));
      expect(made).toBeLessThan(TOTAL);
      expect(last).toBeLessThan(LAST_CALL_MS);
      expect(api.calls.every(({ endedAt }) => endedAt !== undefined)).toBe(true);
      api.latencyMs = 0;
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await effects(api, TOTAL);
      });
      expect(judge(api, LOAD)).toEqual(KEPT);
      expect(api.calls).toHaveLength(TOTAL);
      expect(overlaps(api)).toBe(0);
    });
  });

  it.each(narrowed(SECOND_SIGNALS, ({ signal }) => (signal === 'SIGTERM') === (lanes === 0)))(
    'I1-I6: a second $signal ends it at once with code $code; the group is left and nothing is lost',
    async ({ signal, code }) => {
      await withWorld(async (world) => {
        const topic = await world.topic({ partitions: 4 });
        const api = await world.recorder();

        const patience = { timeout: BEYOND_THE_TEST, gracePeriod: BEYOND_THE_TEST };
        const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver', ...patience } as const;
        api.react = () => 'never';
        await topic.produce(keyedRecords(LOAD));
        const first = await GatewayProcess.start({ shape, apiUrl: api.url });
        await begun(api, LOAD.keys);
        first.signal(signal);
        await says(first, 'draining');
        first.signal(signal);
        expect(await first.exited).toEqual({ code, signal: null });
        expect(await groupMembers(`${shape.name}.main`)).toEqual([]);
        api.react = () => ({ status: 200 });
        await withGateway({ shape, apiUrl: api.url }, async () => {
          // Stopped calls are reported, so nobody waits for the heartbeat timeout of a gateway that is gone.
          await effects(api, TOTAL, HEARTBEAT_MS);
        });
        expect(judge(api, LOAD)).toEqual(KEPT);
      });
    },
  );
});

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I1-I6: a grace period that is too short ends it with the reason, and what was under way is done later', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();

      const times = { timeout: BEYOND_THE_TEST, gracePeriod: '1s' };
      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver', ...times } as const;
      const load = { keys: 3, perKey: 5 };
      api.react = () => 'never';
      await topic.produce(keyedRecords(load));
      const first = await GatewayProcess.start({ shape, apiUrl: api.url });
      await begun(api, 3);
      first.signal('SIGTERM');
      expect(await first.exited).toEqual({ code: EXIT_CODES.drainTimeout, signal: null });
      expect(first.output).toContain('gracePeriod (1000 ms): api has not answered 3 calls');
      api.react = () => ({ status: 200 });
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await effects(api, 15, HEARTBEAT_MS);
      });
      expect(judge(api, load)).toEqual(KEPT);
    });
  });
});

it('I10: a gateway that leaves gives its partitions to another at once, not after its session', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 4 });
    const api = await world.recorder();

    const shape = {
      name: uniqueName(),
      topics: [topic.name],
      lanes: 0,
      kind: 'deliver',
      sessionTimeout: BEYOND_THE_TEST,
    } as const;
    const leaving = await GatewayProcess.start({ shape, apiUrl: api.url });
    const staying = await world.gateway({ shape, apiUrl: api.url });

    await leaving.stop();
    await eventually(() => {
      const assigned = staying.output.split('\n').filter((line) => line.includes('partitions assigned'));
      expect((JSON.parse(assigned.at(-1) ?? '{}') as { partitions: string[] }).partitions).toHaveLength(4);
    });
  });
});
