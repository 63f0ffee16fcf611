import {
  AT_ONCE_WORKFLOW,
  RECORDS_SIGNAL,
  STATUS_QUERY,
  type ChainStatus,
  type HostStatus,
} from '../../../../src/model/contract/contract';
import type { AtOnceAnswer, TaskPlace } from '../../../../src/model/contract/at-once-contract';
import type { EffectBatch } from '../../../../src/model/contract/effect-contract';
import { PAUSE_UPDATE, RESUME_UPDATE } from '../../../../src/model/keys/key-commands';
import { sluiceDeliver } from '../../../../src/workflows/stock/sluice-deliver';
import { sandbox } from '../../support/fake-sandbox';
import { HOST } from '../handler/handled-records';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

beforeEach(async () => {
  jest.spyOn(Date, 'now').mockImplementation(() => sandbox.now);
  sandbox.begin();
  sandbox.begun = (): void => undefined;
  void sluiceDeliver(HOST);
  await warm();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Records that came alone before, as if the run were no new one. */
const warm = async (): Promise<void> => {
  for (const offset of [0, 1]) {
    await send([offset], 1_000, 1);
    await sandbox.activities[0]?.answer(settledOf(batch()));
  }
};

const LOST = { message: 'A worker was lost.', againInMs: 4_000, unseen: 0 };

/** A bridge sends these records; with `atOnceMs`, no others wait for the workflow. */
const send = (offsets: readonly number[], atOnceMs: number | null = 1_000, partition = 0, key = 'k'): Promise<void> =>
  sandbox.signal(RECORDS_SIGNAL, {
    stream: { id: 's', topic: 't' },
    records: offsets.map((offset) => ({
      ...{ partition, leaderEpoch: 0, offset: String(offset), key, chain: key, timestamp: 0 },
      value: { json: offset },
    })),
    ...(atOnceMs === null ? {} : { atOnceMs }),
  });

const asked = (): readonly string[] => sandbox.activities.map(({ name }) => name);
const batch = (): EffectBatch => sandbox.activities[0]?.args[0] as EffectBatch;
const answer = (result: Partial<AtOnceAnswer>): Promise<void> | undefined =>
  sandbox.activities[0]?.answer({ outcomes: [], ...result });
const settledOf = ({ chains }: EffectBatch) => chains.map(({ chain }) => ({ chain, settled: 1 }));
const DONE = { outcomes: [{ chain: 'k', settled: 1 }] };
const shown = (): ChainStatus | undefined =>
  (sandbox.query(STATUS_QUERY) as HostStatus).chains.find(({ chain }) => chain === 'k');
const doubted = (): boolean => batch().chains[0]?.records[0]?.doubts?.[0]?.cause === 'worker-lost';

test('The call of a record that came alone is made inside its task, and then nothing is left to do.', async () => {
  await send([0]);
  expect(asked()).toEqual(['performAtOnce']);
  expect(sandbox.activities[0]?.args[1]).toMatchObject({ timeoutMs: 10_000, signals: 1 } satisfies Partial<TaskPlace>);
  await answer(DONE);
  expect([asked(), shown()?.status]).toEqual([[], 'idle']);
});

test.each<[string, number | null]>([
  ['others waited behind it', null],
  ['its call may last longer than its task', 9_000],
])('A record goes by an activity if %s.', async (_why, atOnceMs) => {
  await send([0], atOnceMs);
  expect(asked()).toEqual(['performEffects']);
});

test('I4: A record that waits behind others goes by an activity after them.', async () => {
  await send([0], null);
  await send([1]);
  expect(asked()).toEqual(['performEffects']);
  await sandbox.activities[0]?.answer([{ chain: 'k', settled: 1 }]);
  expect(asked()).toEqual(['performEffects']);
});

test('A record that no call was made for inside its task goes by an activity, and nothing is in doubt.', async () => {
  await send([0]);
  await answer({});
  expect([asked(), doubted()]).toEqual([['performEffects'], false]);
});

test('While the calls are slow, records go by activities without a question.', async () => {
  await send([0]);
  await answer({ ...DONE, pauseMs: 5_000 });
  await send([1]);
  expect(asked()).toEqual(['performEffects']);
  await sandbox.activities[0]?.answer([{ chain: 'k', settled: 1 }]);
  await sandbox.pass(5_000);
  await send([2]);
  expect(asked()).toEqual(['performAtOnce']);
});

test('I6, I12: After a lost task a record waits until no call of it lasts, and its next one is in doubt.', async () => {
  await send([0]);
  await answer({ lost: LOST });
  expect([asked(), shown()?.status]).toEqual([[], 'retrying']);
  await sandbox.pass(3_999);
  expect(asked()).toEqual([]);
  await sandbox.pass(301);
  expect([asked(), doubted()]).toEqual([['performEffects'], true]);
});

test('I12: More records than fit a task are asked about all the same, since a lost one may have had the first of them.', async () => {
  const [first, others] = [send([0]), send([1, 2, 3, 4, 5], null)];
  await Promise.all([first, others]);
  expect([asked(), batch().chains]).toEqual([['performAtOnce'], []]);
  await answer({ lost: { ...LOST, unseen: 1 } });
  await sandbox.pass(4_300);
  expect([asked(), doubted(), batch().chains[0]?.records.length]).toEqual([['performEffects'], true, 6]);
});

test('I12: A record whose key is paused in the moment in which it comes again is told of the lost task.', async () => {
  await Promise.all([send([0]), sandbox.update(PAUSE_UPDATE, { chain: 'k' })]);
  expect([asked(), batch().chains]).toEqual([['performAtOnce'], []]);
  await answer({ lost: LOST });
  expect(shown()?.doubts).toMatchObject([{ cause: 'worker-lost' }]);
  await sandbox.update(RESUME_UPDATE, { chain: 'k' });
  // I6: its call may still be under way.
  expect(asked()).toEqual([]);
  await sandbox.pass(4_300);
  expect([asked(), doubted()]).toEqual([['performEffects'], true]);
});

test('A record whose key is paused in the moment in which it comes is not in doubt if it is the first one.', async () => {
  await Promise.all([send([0]), sandbox.update(PAUSE_UPDATE, { chain: 'k' })]);
  await answer({});
  expect([asked(), shown()?.doubts]).toEqual([[], undefined]);
  await sandbox.update(RESUME_UPDATE, { chain: 'k' });
  expect([asked(), doubted()]).toEqual([['performEffects'], false]);
});

test('I12: The first records of a run go by activities, until an older worker that a lost task might be given to fails on the run.', async () => {
  sandbox.begin();
  void sluiceDeliver(HOST);
  const made: (readonly string[])[] = [];
  for (const offset of [0, 1, 2]) {
    await send([offset]);
    made.push(asked());
    await sandbox.activities[0]?.answer(offset < 2 ? settledOf(batch()) : DONE);
  }
  expect(made).toEqual([['performEffects'], ['performEffects'], ['performAtOnce']]);
});

test('I12: Two keys whose records come alone with the first task are both called for by activities, and later ones are not.', async () => {
  sandbox.begin();
  void sluiceDeliver({ ...HOST, hosting: { kind: 'lane', lane: 0, of: 1 } });
  await Promise.all([send([0]), send([1], 1_000, 0, 'other')]);
  while (sandbox.activities.length > 0) {
    expect(asked()[0]).toBe('performEffects');
    await sandbox.activities[0]?.answer(settledOf(batch()));
  }
  await send([2]);
  expect(asked()).toEqual(['performAtOnce']);
});

test('After a lost task, position tokens are beyond all that it may have sent, also if one of its keys has been paused since.', async () => {
  const begin = async (): Promise<void> => {
    sandbox.begin();
    void sluiceDeliver({ ...HOST, hosting: { kind: 'lane', lane: 0, of: 1 } });
    await warm();
  };
  const both = (): Promise<void> =>
    sandbox.signal(RECORDS_SIGNAL, {
      stream: { id: 's', topic: 't' },
      records: ['k', 'other'].map((chain, index) => ({
        ...{ partition: 0, leaderEpoch: 0, offset: String(index + 2), key: chain, chain, timestamp: 0 },
        value: { json: index },
      })),
      atOnceMs: 1_000,
    });
  const sequences = () => batch().chains.map(({ chain, records }) => [chain, records[0]?.sequence ?? NaN] as const);
  await begin();
  await both();
  const [, [other, sent] = []] = sequences();
  expect(other).toBe('other');

  await begin();
  await Promise.all([both(), sandbox.update(PAUSE_UPDATE, { chain: 'k' })]);
  expect(sequences()[0]?.[1]).toBeLessThan(sent ?? 0);
  await answer({ lost: LOST });
  await sandbox.pass(4_300);
  const [[again, number] = ['', 0]] = sequences();
  expect([asked(), again]).toEqual([['performEffects'], 'other']);
  expect(number).toBeGreaterThan(sent ?? Infinity);
  await sandbox.activities[0]?.answer(settledOf(batch()));
  await sandbox.update(RESUME_UPDATE, { chain: 'k' });
  await sandbox.pass(4_300);
  expect(sequences()[0]?.[1]).toBeGreaterThan(number);
});

test('The first record of a run whose type says that all workers know of such calls goes the short way, with no question to the server.', async () => {
  sandbox.begin();
  sandbox.type = AT_ONCE_WORKFLOW;
  void sluiceDeliver(HOST);
  await send([0]);
  const place = sandbox.activities[0]?.args[1];
  sandbox.type = 'sluice';
  expect([asked(), place]).toMatchObject([['performAtOnce'], { first: true }]);
});

test('I12: What a replay asks for, the server is asked about.', async () => {
  sandbox.begin();
  sandbox.type = AT_ONCE_WORKFLOW;
  sandbox.replays = true;
  void sluiceDeliver(HOST);
  await send([0]);
  const place = sandbox.activities[0]?.args[1] as TaskPlace;
  sandbox.type = 'sluice';
  sandbox.replays = false;
  expect([asked(), place.first]).toEqual([['performAtOnce'], undefined]);
});
