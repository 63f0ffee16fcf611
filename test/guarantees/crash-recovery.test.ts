import { type EffectRecorder, withEffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway, type GatewayProcessOptions } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { withTopic } from '../../harness/with-topic';
import { narrowed } from '../support/width';
import { withWorld } from '../support/gateway/world';

const LOAD = { keys: 20, perKey: 25 };
const TOTAL = LOAD.keys * LOAD.perKey;

const POINTS = [
  { moment: 'before its third signal', killAt: 'before-signal:3' },
  { moment: 'when its third signal is durable and not yet committed', killAt: 'after-signal:3' },
] as const;

/** Runs the gateway until it has killed itself, then a second one to the end. */
const crashAndRecover = async (api: EffectRecorder, options: GatewayProcessOptions, killAt: string): Promise<void> => {
  const doomed = await GatewayProcess.start({ ...options, killAt });
  try {
    expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
  } finally {
    doomed.signal('SIGKILL');
  }
  await withGateway(options, async () => {
    await eventually(
      () => {
        expect(api.effects).toHaveLength(TOTAL);
      },
      { withinMs: 150_000 },
    );
  });
};

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it.each(narrowed(POINTS, ({ killAt }) => (killAt === 'before-signal:3') === (lanes === 0)))(
    'I1, I3, I5: killed $moment and started again, it loses and doubles nothing',
    async ({ killAt }) => {
      await withTopic({ partitions: 4 }, (topic) =>
        withEffectRecorder(async (api) => {
          await topic.produce(keyedRecords(LOAD));
          const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
          await crashAndRecover(api, { shape, apiUrl: api.url }, killAt);
          expect(judge(api, LOAD)).toEqual(KEPT);
        }),
      );
    },
  );

  it('I4-I6: killed while effects are under way, it makes those calls again under the same keys and in order', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      await topic.produce(keyedRecords(LOAD));
      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
      api.latencyMs = 20;
      const doomed = await GatewayProcess.start({ shape, apiUrl: api.url });
      await eventually(
        () => {
          expect(api.calls.length).toBeGreaterThan(TOTAL / 4);
        },
        { everyMs: 5 },
      );
      await doomed.kill();
      expect(api.effects.length).toBeLessThan(TOTAL);
      await withGateway({ shape, apiUrl: api.url }, async () => {
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
