import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const LOAD = { keys: 20, perKey: 25 };
const TOTAL = LOAD.keys * LOAD.perKey;

/** Before its third signal, and when its third signal is durable and not yet committed. */
const POINTS = ['before-signal:3', 'after-signal:3'] as const;

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I1, I3-I6: killed around a signal and again while effects are under way, it loses and doubles nothing, and makes calls again under the same keys and in order', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      await topic.produce(keyedRecords(LOAD));
      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
      const options = { shape, apiUrl: api.url };
      api.latencyMs = 20;
      for (const killAt of POINTS) {
        const doomed = await GatewayProcess.start({ ...options, killAt });
        try {
          expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
        } finally {
          doomed.signal('SIGKILL');
        }
      }
      const doomed = await GatewayProcess.start(options);
      await eventually(
        () => {
          expect(api.calls.length).toBeGreaterThan(TOTAL / 4);
        },
        { everyMs: 5 },
      );
      await doomed.kill();
      expect(api.effects.length).toBeLessThan(TOTAL);
      await withGateway(options, async () => {
        await eventually(
          () => {
            expect(api.effects).toHaveLength(TOTAL);
          },
          { withinMs: 150_000 },
        );
      });
      expect(judge(api, LOAD)).toEqual(KEPT);
    });
  });
});
