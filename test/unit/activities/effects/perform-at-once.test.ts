import { Context } from '@temporalio/activity';
import type { Destination } from '../../../../src/activities/destinations/call/destination';
import type { EffectDeps } from '../../../../src/activities/effects/effect-deps';
import { performAtOnce, type AtOnceDeps } from '../../../../src/activities/effects/perform-at-once';
import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';
import { NO_SPANS } from '../../../../src/telemetry/spans';
import { defined } from '../../../../src/model/defined';
import { retry } from '../retry';

const controllers = {
  cancelled: new AbortController(),
  draining: new AbortController(),
  closing: new AbortController(),
};

beforeEach(() => {
  for (const name of Object.keys(controllers) as (keyof typeof controllers)[])
    controllers[name] = new AbortController();
  jest.spyOn(Context, 'current').mockReturnValue({
    info: { attempt: 1, workflowExecution: { workflowId: 'w', runId: 'r' } },
    cancellationSignal: controllers.cancelled.signal,
  } as unknown as Context);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const TASK_MS = 10_000;
const FIRST: AtOnceDeps['taskHistory'] = () => Promise.resolve({ first: true, unseen: 0 });

interface Asked {
  readonly taskHistory?: AtOnceDeps['taskHistory'];
  readonly ageMs?: number;
  readonly more?: Partial<EffectDeps>;
  readonly full?: boolean;
  readonly first?: true;
  readonly lanes?: number;
}

const answered = (): Promise<{ response: undefined }> => Promise.resolve({ response: undefined });

/** Performs one record of one chain, and tells how many calls were made. */
const performed = async (asked: Asked) => {
  const call = jest.fn(answered);
  return { ...(await performing({ ...asked, call })()), calls: call.mock.calls.length };
};

/** Performs it as often as it is called, in one worker. */
const performing = ({
  taskHistory = FIRST,
  ageMs = 0,
  more,
  full = false,
  first,
  lanes = 4,
  call,
}: Asked & { readonly call: typeof answered }) => {
  const api = { retry: retry(), timeoutMs: 5_000, full, requestDigest: () => 'd', keyForm: 'plain', call };
  const deps: EffectDeps = {
    destinations: new Map([['api', api as unknown as Destination]]),
    routes: [{ name: 'r', lanes, ledgerKeep: 0, retry: {}, deliver: { to: 'api' } } as unknown as ResolvedRoute],
    callbackLinks: undefined,
    readRecords: () => Promise.resolve([]),
    deadLetter: () => Promise.resolve(),
    wakeHost: () => Promise.resolve(),
    writeLedger: undefined,
    log: { warn: () => undefined },
    spans: NO_SPANS,
    draining: controllers.draining.signal,
    heartbeat: () => Promise.resolve(),
    closing: controllers.closing.signal,
    ...more,
  };
  const position = { partition: 0, leaderEpoch: 0, offset: '7' };
  const effects = [{ step: '1', index: 1, destination: 'api', request: {} }];
  const records = [{ stream: { id: 's', topic: 't' }, position, sequence: 1, effects }];
  const batch = { gateway: 'g', route: 'r', chains: [{ chain: 'c', attempts: 0, records }] };
  const task = { startedId: 9, signals: 1, startedAt: Date.now() - ageMs, timeoutMs: TASK_MS, ...defined({ first }) };
  const perform = performAtOnce({ ...deps, workflowTasks: 2, taskHistory });
  return () => perform(batch, task);
};

test('The call of a record is made inside its task if the history shows that no worker had the record before.', async () => {
  expect(await performed({})).toMatchObject({ outcomes: [{ chain: 'c', settled: 1 }], calls: 1 });
});

test('I12: It asks for the task that it runs in.', async () => {
  const taskHistory = jest.fn(FIRST);
  await performed({ taskHistory });
  expect(taskHistory).toHaveBeenCalledWith(
    { workflowId: 'w', runId: 'r' },
    expect.objectContaining({ startedId: 9, signals: 1 }),
  );
});

test.each<[string, number, number]>([
  ['is not asked about a young task whose run knows that it is the first', 0, 0],
  ['is asked about one that is late all the same', 1_500, 1],
  ['is asked about one that has not begun by the clock of the worker', -500, 1],
])('I12: The server, which knows whether a worker was lost, %s.', async (_what, ageMs, times) => {
  const taskHistory = jest.fn(FIRST);
  expect(await performed({ taskHistory, ageMs, first: true })).toMatchObject({ outcomes: [{ settled: 1 }], calls: 1 });
  expect(taskHistory).toHaveBeenCalledTimes(times);
});

const NO_ANSWER = (): Promise<never> => Promise.reject(new Error('away'));
const LOST = { first: false, unseen: 2 };

test.each<[string, Asked]>([
  ['a worker was lost before', { taskHistory: () => Promise.resolve(LOST) }],
  ['the server does not say', { taskHistory: NO_ANSWER }],
  ['the task is old as well', { taskHistory: NO_ANSWER, ageMs: 60_000 }],
  ['the destination has no place as well', { taskHistory: NO_ANSWER, full: true }],
  ['its effects go into a topic as well', { taskHistory: NO_ANSWER, more: { writeLedger: () => Promise.resolve() } }],
])('I12: Nothing is called, and what went before is in doubt, if %s.', async (_why, asked) => {
  const { outcomes, lost, calls } = await performed(asked);
  expect([outcomes, calls]).toEqual([[], 0]);
  expect(lost?.againInMs).toBeGreaterThanOrEqual(1_000);
});

test.each<[string, AtOnceDeps['taskHistory'], number]>([
  ['a worker was lost', () => Promise.resolve(LOST), 1],
  ['the server does not say if one was', NO_ANSWER, 1],
  ['none was', FIRST, 0],
])('I12: If %s, the log says so, since a repeat may be another request by now.', async (_what, taskHistory, lines) => {
  const warn = jest.fn();
  await performed({ taskHistory, more: { log: { warn } } });
  expect(warn.mock.calls).toEqual(
    Array(lines).fill([{ route: 'r', chains: 1 }, expect.stringMatching(/lost.*made again.*two under one key/)]),
  );
});

test('I12: What came after the lost task is not in doubt, and all is if nobody knows.', async () => {
  expect((await performed({ taskHistory: () => Promise.resolve(LOST) })).lost?.unseen).toBe(2);
  expect(await performed({ taskHistory: NO_ANSWER })).toMatchObject({ lost: { unseen: 0 }, pauseMs: 30_000 });
});

test.each([
  ['a moment later if its task has timed out', -TASK_MS, 1_000],
  ['when its task would have timed out, if the server failed it earlier', -4_000, TASK_MS - 4_000],
])('I6: What a lost worker called may be called for again %s.', async (_when, began, againInMs) => {
  jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000);
  const taskHistory = () => Promise.resolve({ ...LOST, lostBegan: Date.now() + began });
  expect((await performed({ taskHistory })).lost).toMatchObject({ againInMs });
});

test('I6: Without an answer it may be called for again when no earlier task of the same length lasts.', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(1_700_000_000_000);
  expect((await performed({ taskHistory: NO_ANSWER, ageMs: 1_000 })).lost?.againInMs).toBe(TASK_MS - 1_000);
});

test.each<[string, Asked]>([
  ['I6: the task is so old that the call might outlast it', { ageMs: 3_001 }],
  ['I6: its process was frozen until the server has given the task away', { ageMs: 60_000 }],
  ['I10: other calls have to end first', { full: true }],
  ['the effect ledger goes into a topic', { more: { writeLedger: () => Promise.resolve() } }],
])('Nothing begins inside a task if %s, and an activity does it.', async (_why, asked) => {
  expect(await performed(asked)).toEqual({ outcomes: [], calls: 0 });
});

test('Nothing begins inside a task while the calls are slow, and the workflow is told for how long.', async () => {
  const slow = (): Promise<{ response: undefined }> => {
    // A whole number: sums of others are rounded.
    const now = Math.ceil(performance.now()) + 200;
    jest.spyOn(performance, 'now').mockReturnValue(now);
    return Promise.resolve({ response: undefined });
  };
  const call = jest.fn(slow);
  const perform = performing({ call });
  expect(await perform()).toMatchObject({ outcomes: [{ settled: 1 }] });
  expect(await perform()).toEqual({ outcomes: [], pauseMs: 5_000 });
  expect(call).toHaveBeenCalledTimes(1);
});

test('A key with a workflow of its own keeps no other waiting, so that a call of 1.5 s is still quick enough for it.', async () => {
  const clock = jest.spyOn(performance, 'now');
  let takesMs = 1_400;
  const slow = (): Promise<{ response: undefined }> => {
    clock.mockReturnValue(Math.ceil(performance.now()) + takesMs);
    return Promise.resolve({ response: undefined });
  };
  const perform = performing({ call: jest.fn(slow), lanes: 0 });
  await perform();
  takesMs = 1_600;
  expect(await perform()).toMatchObject({ outcomes: [{ settled: 1 }] });
  expect(await perform()).toEqual({ outcomes: [], pauseMs: 5_000 });
});

test('I10: A key whose call was slow goes by an activity, also when the calls of its route are made inside tasks again.', async () => {
  const clock = jest.spyOn(performance, 'now');
  const slow = (): Promise<{ response: undefined }> => {
    clock.mockReturnValue(performance.now() + 200);
    return Promise.resolve({ response: undefined });
  };
  const call = jest.fn(slow);
  const perform = performing({ call });
  await perform();
  clock.mockReturnValue(performance.now() + 5_000);
  expect(await perform()).toEqual({ outcomes: [] });
  expect(call).toHaveBeenCalledTimes(1);
});

test('Nothing begins inside a task if the worker drains, and its record is not settled.', async () => {
  controllers.draining.abort();
  expect(await performed({})).toMatchObject({ outcomes: [{ settled: 0 }], calls: 0 });
});

test('I6: A process that was frozen while it asked for the history makes no call.', async () => {
  const taskHistory: AtOnceDeps['taskHistory'] = (...asked) => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    return FIRST(...asked);
  };
  expect(await performed({ taskHistory })).toEqual({ outcomes: [], calls: 0 });
});
