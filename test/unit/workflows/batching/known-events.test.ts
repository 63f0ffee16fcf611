import { KnownEvents } from '../../../../src/workflows/batching/known-events';

const info = { historyLength: 0, historySize: 0, unsafe: { isReplaying: false } };
jest.mock('@temporalio/workflow', () => ({ workflowInfo: () => info }));

beforeEach(() => {
  info.unsafe.isReplaying = false;
});

/** Its beginning tells how large the history has become. */
const begin = (startedId: number): void => {
  info.historyLength = startedId;
  info.historySize = startedId * 100;
};

/** A task begins with the event `startedId`, and brings so many signals with records. */
const task = (events: KnownEvents, startedId: number, signals = 1): boolean => {
  begin(startedId);
  for (let signal = 0; signal < signals; signal += 1) events.signalled();
  return events.showNoLoss;
};

test.each<[string, number, number, boolean]>([
  ['has one signal', 4, 1, true],
  ['has three signals', 6, 3, true],
  ['follows one that was lost', 7, 1, false],
  ['follows one that was lost, with another signal since', 8, 2, false],
  ['has a signal of another kind', 5, 1, false],
])('The first task of a run that %s.', (_which, startedId, signals, shown) => {
  expect(task(new KnownEvents(), startedId, signals)).toBe(shown);
});

test('A later task follows the end of the one before, with a marker for each local activity.', () => {
  const events = new KnownEvents();
  task(events, 4);
  events.marked(4);
  // 5 completed, 6 marker, 7 signal, 8 scheduled.
  expect(task(events, 9)).toBe(true);
  // 10 completed, 11 and 12 signals, 13 scheduled.
  expect(task(events, 14, 2)).toBe(true);
});

test.each([1, 2, 3])('I12: A later task that follows %s lost ones is not shown to be the first.', (lost) => {
  const events = new KnownEvents();
  task(events, 4);
  events.marked(4);
  expect(task(events, 9 + 3 * lost)).toBe(false);
});

test('I12: A task that follows others which nobody has looked at is not shown to be the first.', () => {
  const events = new KnownEvents();
  task(events, 4);
  // 5 completed, 6 a timer, 7 fired, 8 scheduled, 9 started, 10 completed, 11 signal, 12 scheduled.
  expect(task(events, 13)).toBe(false);
  expect(task(events, 17)).toBe(true);
});

// The marker of one that ends while a query is answered goes out with that task, before lang hears of its end.
test('I12: The marker of a local activity that ends in a later task than it began in may stand before that, and counts for nothing.', () => {
  const events = new KnownEvents();
  task(events, 4);
  begin(7);
  events.marked(4);
  // 8 completed, 9 marker, 10 signal, 11 scheduled.
  expect(task(events, 12)).toBe(false);
});

test('I12: Three markers that stand before the task in which their activities end hide no task that was lost.', () => {
  const events = new KnownEvents();
  task(events, 4);
  // 5 completed, 6 to 8 markers, 9 scheduled.
  begin(10);
  for (let ended = 0; ended < 3; ended += 1) events.marked(4);
  // 11 completed, 12 signal, 13 scheduled, 14 started, 15 timed out, 16 scheduled.
  expect(task(events, 17)).toBe(false);
});

test('I12: Records that came for a task which nobody had are not shown to be in one that has begun, when a query replays their closed run.', () => {
  const events = new KnownEvents();
  task(events, 4);
  events.marked(4);
  // 5 completed, 6 marker, 7 signal, 8 scheduled, 9 terminated.
  info.historyLength = 9;
  events.signalled();
  expect(events.showNoLoss).toBe(false);
});

test('I12: What a replay begins has been begun before, and its worker may be lost since.', () => {
  info.unsafe.isReplaying = true;
  expect(task(new KnownEvents(), 4)).toBe(false);
});
