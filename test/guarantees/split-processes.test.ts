import { type EffectRecorder } from '../../harness/effect-recorder';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, type GatewayProcessOptions } from '../support/gateway/gateway-process';
import { IN_LANES } from '../support/gateway/hosting-shapes';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { narrowed } from '../support/width';
import { withWorld } from '../support/gateway/world';

const ROUND = { keys: 20, perKey: 20 };
const PER_ROUND = ROUND.keys * ROUND.perKey;

type Half = 'bridge' | 'worker';
const HALVES = [{ half: 'bridge' }, { half: 'worker' }] as const;

/** Halves of one gateway, each a process of its own; all of them are stopped at the end. */
class Halves {
  private readonly running = new Set<GatewayProcess>();

  constructor(private readonly options: GatewayProcessOptions) {}

  async start(command: Half): Promise<GatewayProcess> {
    const half = await GatewayProcess.start({ ...this.options, command });
    this.running.add(half);
    return half;
  }

  async stop(): Promise<void> {
    await Promise.all(Array.from(this.running, (half) => half.stop()));
  }
}

const withHalves = async (options: GatewayProcessOptions, body: (halves: Halves) => Promise<void>): Promise<void> => {
  const halves = new Halves(options);
  try {
    await body(halves);
  } finally {
    await halves.stop();
  }
};

const effects = (api: EffectRecorder, count: number): Promise<void> =>
  eventually(
    () => {
      expect(api.effects).toHaveLength(count);
    },
    { withinMs: 150_000 },
  );

const partitionsOf = (bridge: GatewayProcess): readonly string[] => {
  const assigned = bridge.output.split('\n').filter((line) => line.includes('partitions assigned'));
  return (JSON.parse(assigned.at(-1) ?? '{"partitions":[]}') as { readonly partitions: readonly string[] }).partitions;
};

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I1-I6: two bridges and two workers, each a process, share the work and make each effect once', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
      await withHalves({ shape, apiUrl: api.url }, async (halves) => {
        const [first, second] = await Promise.all([halves.start('bridge'), halves.start('bridge')]);
        await Promise.all([halves.start('worker'), halves.start('worker')]);
        await eventually(() => {
          expect([partitionsOf(first).length, partitionsOf(second).length]).toEqual([2, 2]);
        });
        await topic.produce(keyedRecords({ ...ROUND, perKey: 50 }));
        await effects(api, 1_000);
        const ends = await topic.endOffsets();
        await eventually(async () => {
          expect(await topic.committedOffsets(`${shape.name}.main`)).toEqual(ends);
        });
      });
      expect(judge(api, { ...ROUND, perKey: 50 })).toEqual(KEPT);
      expect(api.calls).toHaveLength(1_000);
    });
  });

  it.each(narrowed(HALVES, ({ half }) => (half === 'bridge') === (lanes === 0)))(
    'I1-I6: the only $half is killed under load, another takes its place, and nothing is lost, doubled or reordered',
    async ({ half }) => {
      await withWorld(async (world) => {
        const topic = await world.topic({ partitions: 4 });
        const api = await world.recorder();

        const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
        // One record a signal, so that the bridge is still sending when it dies.
        const slow = { ...shape, bridge: { recordsPerSignal: 1, concurrentSignals: 4 } };
        api.latencyMs = 10;
        await withHalves({ shape: slow, apiUrl: api.url }, async (halves) => {
          const only = { bridge: await halves.start('bridge'), worker: await halves.start('worker') };
          await topic.produce(keyedRecords(ROUND));
          await eventually(
            () => {
              expect(api.calls.length).toBeGreaterThan(PER_ROUND / 8);
            },
            { everyMs: 5 },
          );
          await only[half].kill();
          await topic.produce(keyedRecords({ ...ROUND, from: ROUND.perKey }));
          await halves.start(half);
          await effects(api, 2 * PER_ROUND);
        });
        expect(judge(api, { ...ROUND, perKey: 2 * ROUND.perKey })).toEqual(KEPT);
      });
    },
  );
});
