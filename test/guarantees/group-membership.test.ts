import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { IN_LANES } from '../support/gateway/hosting-shapes';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { RECORDS_SIGNAL, STATUS_QUERY, type HostStatus, type RecordsSignal } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const ROUNDS = 12;
const ROUND = { keys: 20, perKey: 10 };
const ALL = { keys: 20, perKey: ROUNDS * ROUND.perKey };

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I1-I4: gateways that join, leave and die under load lose, double and reorder nothing', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 6 });
      const api = await world.recorder();

      const options = {
        shape: { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' },
        apiUrl: api.url,
      } as const;
      let round = 0;
      const produce = async (): Promise<void> => {
        await topic.produce(keyedRecords({ ...ROUND, from: round * ROUND.perKey }));
        round += 1;
      };
      await produce();
      await withGateway(options, async () => {
        await produce();
        const second = await GatewayProcess.start(options);
        for (let index = 0; index < 3; index += 1) await produce();
        await second.stop();
        await produce();
        const third = await GatewayProcess.start(options);
        for (let index = 0; index < 3; index += 1) await produce();
        await third.kill();
        while (round < ROUNDS) await produce();
        await eventually(
          () => {
            expect(api.effects).toHaveLength(ALL.keys * ALL.perKey);
          },
          { withinMs: 150_000 },
        );
        const ends = await topic.endOffsets();
        await eventually(
          async () => {
            expect(await topic.committedOffsets(`${options.shape.name}.main`)).toEqual(ends);
          },
          { withinMs: 150_000 },
        );
      });
      expect(judge(api, ALL)).toEqual(KEPT);
    });
  });

  it('I3: duplicates and what a zombie still sends are filtered and counted', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1 });
      const api = await world.recorder();
      const client = await world.client();

      const name = uniqueName();
      const load = { keys: 3, perKey: 10 };
      await topic.produce(keyedRecords(load));
      const shape = { name, topics: [topic.name], lanes, kind: 'deliver' } as const;
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(() => {
          expect(api.effects).toHaveLength(30);
        });
        const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', 'key-0', lanes));
        const { events } = await handle.fetchHistory();
        const { counters: before } = await handle.query<HostStatus>(STATUS_QUERY);
        const signals = (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signaled }) => {
          const data = signaled?.input?.payloads?.[0]?.data;
          return data == null ? [] : [JSON.parse(Buffer.from(data).toString()) as RecordsSignal];
        });
        const sent = signals.reduce((sum, { records }) => sum + records.length, 0);
        for (const signal of [...signals, ...signals.toReversed()]) await handle.signal(RECORDS_SIGNAL, signal);
        await eventually(async () => {
          const { counters } = await handle.query<HostStatus>(STATUS_QUERY);
          expect(counters.duplicates - before.duplicates).toBe(2 * sent);
          expect(counters.accepted).toBe(before.accepted);
        });
        await topic.produce(keyedRecords({ ...load, from: 10 }));
        await eventually(() => {
          expect(api.effects).toHaveLength(60);
        });
      });
      expect(judge(api, { keys: 3, perKey: 20 })).toEqual(KEPT);
      expect(api.calls).toHaveLength(60);
    });
  });
});

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I1-I4: a gateway that was frozen past its session and wakes up does no harm', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      const options = {
        shape: { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' },
        apiUrl: api.url,
      } as const;
      api.latencyMs = 5;
      const zombie = await GatewayProcess.start(options);
      await topic.produce(keyedRecords({ keys: 20, perKey: 40 }));
      await eventually(
        () => {
          expect(api.effects.length).toBeGreaterThan(50);
        },
        { everyMs: 5 },
      );
      zombie.signal('SIGSTOP');
      await withGateway(options, async () => {
        await eventually(
          () => {
            expect(api.effects).toHaveLength(800);
          },
          { withinMs: 150_000 },
        );
        await topic.produce(keyedRecords({ keys: 20, perKey: 5, from: 40 }));
        zombie.signal('SIGCONT');
        await eventually(
          () => {
            expect(api.effects).toHaveLength(900);
          },
          { withinMs: 150_000 },
        );
        await zombie.stop();
      });
      expect(judge(api, { keys: 20, perKey: 45 })).toEqual(KEPT);
    });
  });
});
