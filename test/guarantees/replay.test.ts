import path from 'node:path';
import { withCliWorld, type CliWorld } from '../support/gateway/cli-world';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { IN_LANES, PER_KEY } from '../support/gateway/hosting-shapes';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { editedAgain } from '../support/scenarios/edited-again';
import { callsByRecord, epochOf, outOfOrder } from '../support/scenarios/replayed';
import { documentOf, runCli, type CliAnswer } from '../support/gateway/run-cli';
import { narrowed } from '../support/width';

const ROUND = { keys: 10, perKey: 20 };
const PER_ROUND = ROUND.keys * ROUND.perKey;
const PATIENT = { withinMs: 150_000 };
/** To die in place of a signal is much like dying right after the one before it. */
const POINTS = narrowed(
  ['before-signal:2', 'after-signal:1', 'after-signal:2', 'before-signal:3', 'after-signal:3'],
  (point) => point.startsWith('after'),
);
const KILL_POINTS = path.resolve(__dirname, '../support/gateway/kill-points.js');

interface ReplayDocument {
  readonly ok: boolean;
  readonly replay: number;
  readonly offsets: string;
}

const produce = async ({ topic }: CliWorld, round: number): Promise<void> =>
  topic.produce(keyedRecords({ ...ROUND, from: round * ROUND.perKey }));

const replayed = (answer: CliAnswer): ReplayDocument => {
  expect(answer).toMatchObject({ code: 0 });
  return documentOf(answer) as ReplayDocument;
};

const expectCalls = ({ api }: CliWorld, count: number): Promise<void> =>
  eventually(() => {
    expect(api.calls).toHaveLength(count);
  }, PATIENT);

/** All that is in the topic is read, so that nothing more can come. */
const expectRead = ({ topic, shape }: CliWorld): Promise<void> =>
  eventually(async () => {
    expect(await topic.committedOffsets(`${shape.name}.main`)).toEqual(await topic.endOffsets());
  }, PATIENT);

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I3, I5: a replay under load repeats each record once, no live one, and no effect; a second one with new effects repeats them once', async () => {
    await withCliWorld({ lanes }, async (world) => {
      const { api, shape, cli } = world;
      const options = { shape, apiUrl: api.url };
      api.latencyMs = 3;
      await produce(world, 0);
      await withGateway(options, async () => {
        const second = await GatewayProcess.start(options);
        await expectCalls(world, PER_ROUND);
        await produce(world, 1);
        const replay = cli('replay', 'main', '--at-most', '1000', '--from', 'earliest', '--json');
        await produce(world, 2);
        const { offsets, replay: number } = replayed(await replay);
        expect(number).toBe(1);
        expect(Number(offsets)).toBeGreaterThanOrEqual(PER_ROUND);
        await produce(world, 3);
        await expectCalls(world, 4 * PER_ROUND + Number(offsets));
        await expectRead(world);
        expect(judge(api, { ...ROUND, perKey: 4 * ROUND.perKey })).toEqual(KEPT);
        const counts = Array.from(callsByRecord(api).values());
        expect(counts.filter((count) => count === 2)).toHaveLength(Number(offsets));
        expect(counts.filter((count) => count === 1)).toHaveLength(4 * PER_ROUND - Number(offsets));

        const before = api.calls.length;
        await second.stop();
        const again = replayed(
          await cli('replay', 'main', '--at-most', '1000', '--from', 'earliest', '--new-effects', '--json'),
        );
        expect(again).toMatchObject({ replay: 2, offsets: String(4 * PER_ROUND) });
        await produce(world, 4);
        await expectCalls(world, before + 5 * PER_ROUND);
        await expectRead(world);
        const fresh = api.calls.slice(before);
        expect(fresh.filter((call) => epochOf(call) === 2)).toHaveLength(4 * PER_ROUND);
        expect(fresh.every(({ first }) => first)).toBe(true);
        expect(outOfOrder(fresh)).toBe(0);
        expect(api.effects).toHaveLength(9 * PER_ROUND);
      });
    });
  });
});

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I11, I12: a replay of one key leaves out the others, and its edits and new effects have keys of their own', async () => {
    await withCliWorld({ lanes }, async (world) => {
      const { api, shape, cli } = world;
      await produce(world, 0);
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await expectCalls(world, PER_ROUND);
        await expectRead(world);
        const { offsets } = replayed(
          await cli('replay', 'main', '--at-most', '1000', '--from', '1h', '--key', 'key-3', '--json'),
        );
        expect(offsets).toBe(String(PER_ROUND));
        await expectCalls(world, PER_ROUND + ROUND.perKey);
        const again = api.calls.slice(PER_ROUND).map(bodyOf);
        expect(again).toEqual(Array.from({ length: ROUND.perKey }, (_, seq) => ({ key: 'key-3', seq })));
        await eventually(async () => {
          const status = documentOf(await cli('status', '--json'));
          expect(status).toMatchObject({ routes: [{ replay: { leftOut: PER_ROUND - ROUND.perKey } }] });
        }, PATIENT);
        await produce(world, 1);
        await expectCalls(world, 2 * PER_ROUND + ROUND.perKey);
        expect(judge(api, { ...ROUND, perKey: 2 * ROUND.perKey })).toEqual(KEPT);
        expect(await editedAgain(world)).toEqual({ 0: ['0'], 1: ['0', '0-20001'], 10: ['0-1'], 20: ['0-20001'] });
      });
    });
  });
});

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I3: a bridge that slept through a replay sends nothing that is taken for new', async () => {
    await withCliWorld({ lanes }, async (world) => {
      const { api, shape, cli } = world;
      const options = { shape, apiUrl: api.url };
      api.latencyMs = 3;
      const worker = await world.also.gateway({ ...options, command: 'worker' });
      const zombie = await world.also.gateway({ ...options, command: 'bridge' });
      await produce(world, 0);
      await eventually(() => {
        expect(api.calls.length).toBeGreaterThan(20);
      });
      await produce(world, 1);
      zombie.signal('SIGSTOP');
      const { offsets } = replayed(await cli('replay', 'main', '--at-most', '1000', '--from', 'earliest', '--json'));
      await withGateway({ ...options, command: 'bridge' }, async () => {
        await produce(world, 2);
        zombie.signal('SIGCONT');
        await produce(world, 3);
        await expectCalls(world, 4 * PER_ROUND + Number(offsets));
        await expectRead(world);
        expect(judge(api, { ...ROUND, perKey: 4 * ROUND.perKey })).toEqual(KEPT);
        await zombie.stop();
      });
      await worker.stop();
      expect(Array.from(callsByRecord(api).values()).every((count) => count <= 2)).toBe(true);
    });
  });
});

describe.each(IN_LANES)('with $hosting', ({ lanes }) => {
  it('I3: a replay that is killed between any two steps is gone on with by the same command, and happens once', async () => {
    await withCliWorld({ lanes }, async (world) => {
      const { api, shape, cli } = world;
      await produce(world, 0);
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await expectCalls(world, PER_ROUND);
        await expectRead(world);
        for (const [index, KILL_AT] of POINTS.entries()) {
          const command = ['replay', 'main', '--at-most', '1000', '--from', `2020-01-01T00:00:0${index}Z`, '--json'];
          const env = { KILL_AT, NODE_OPTIONS: `--require=${KILL_POINTS}` };
          expect(await runCli(command, { shape, apiUrl: api.url, env })).toMatchObject({ code: null });
          if (KILL_AT !== 'after-signal:3') {
            const other = await cli(
              'replay',
              'main',
              '--at-most',
              '1000',
              '--from',
              '0',
              '--topic',
              world.topic.name,
              '--partition',
              '1',
            );
            expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('--continue') as string });
          }
          expect(replayed(await cli(...command))).toMatchObject({ replay: index + 1 });
          await expectCalls(world, (index + 2) * PER_ROUND);
          await expectRead(world);
        }
        expect(Array.from(callsByRecord(api).values()).every((count) => count === POINTS.length + 1)).toBe(true);
        expect(judge(api, ROUND)).toEqual(KEPT);
      });
    });
  });
});
