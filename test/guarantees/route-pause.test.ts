import { setTimeout as delay } from 'node:timers/promises';
import { withCliWorld, type CliWorld } from '../support/gateway/cli-world';
import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { PER_KEY } from '../support/gateway/hosting-shapes';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { documentOf } from '../support/gateway/run-cli';

const ROUND = { keys: 10, perKey: 20 };
const PER_ROUND = ROUND.keys * ROUND.perKey;

const produce = async ({ topic }: CliWorld, round: number): Promise<void> =>
  topic.produce(keyedRecords({ ...ROUND, from: round * ROUND.perKey }));

/** Nothing is taken in: what is read, and what is done, stays as it is while records wait. */
const expectStill = async ({ topic, api, shape }: CliWorld): Promise<void> => {
  await eventually(async () => {
    const before = { calls: api.calls.length, committed: await topic.committedOffsets(`${shape.name}.main`) };
    await delay(1_500);
    expect({ calls: api.calls.length, committed: await topic.committedOffsets(`${shape.name}.main`) }).toEqual(before);
  });
};

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I1, I4: a route that is paused and resumed under load, with two gateways and over restarts, loses and doubles nothing', async () => {
    await withCliWorld({ lanes }, async (world) => {
      const { api, shape, cli } = world;
      const options = { shape, apiUrl: api.url };
      api.latencyMs = 5;
      await produce(world, 0);
      const first = await world.also.gateway(options);
      const second = await world.also.gateway(options);
      await produce(world, 1);
      const paused = await cli('pause', 'main', '--json');
      expect(documentOf(paused)).toMatchObject({ ok: true, desired: 'paused', real: 'paused', groupMembers: 0 });
      expect(documentOf(await cli('pause', 'main', '--json'))).toMatchObject({ ok: true, real: 'paused' });
      await produce(world, 2);
      await expectStill(world);
      const atPause = api.effects.length;
      // A gateway that starts finds the route paused, be it in place of one that was killed.
      await second.kill();
      await withGateway(options, async (third) => {
        expect(third.output).toContain('route is paused');
        await expectStill(world);
        expect(api.effects).toHaveLength(atPause);
        const resumed = await cli('resume', 'main', '--json');
        expect(documentOf(resumed)).toMatchObject({ ok: true, desired: 'running', real: 'running' });
        await produce(world, 3);
        await eventually(
          () => {
            expect(api.effects).toHaveLength(4 * PER_ROUND);
          },
          { withinMs: 150_000 },
        );
      });
      expect(first.output).toContain('route is paused');
      await first.stop();
      expect(judge(api, { ...ROUND, perKey: 4 * ROUND.perKey })).toEqual(KEPT);
    });
  });
});

it('I1: a pause that is recorded while no gateway runs holds for the next one, as does a resume, and both say so', async () => {
  await withCliWorld({}, async (world) => {
    const { topic, api, shape, cli } = world;
    expect(documentOf(await cli('pause', 'main', '--json'))).toMatchObject({ ok: true, real: 'paused' });
    await produce(world, 0);
    await withGateway({ shape, apiUrl: api.url }, async (gateway) => {
      expect(gateway.output).toContain('route is paused');
      expect(await topic.committedOffsets(`${shape.name}.main`)).toEqual([-1n, -1n]);
    });
    const resumed = await cli('resume', 'main', '--timeout', '1s');
    expect(resumed).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(
        'the command is recorded; no bridge reads yet. It takes effect when a bridge starts',
      ) as string,
    });
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(() => {
        expect(api.effects).toHaveLength(PER_ROUND);
      });
      expect(documentOf(await cli('resume', 'main', '--json'))).toMatchObject({ ok: true, real: 'running' });
    });
    expect(api.calls).toHaveLength(PER_ROUND);
    const missing = await cli('pause', 'nowhere', '--json');
    expect(documentOf(missing)).toMatchObject({ ok: false, error: { code: 'unknown-name' } });
  });
});
