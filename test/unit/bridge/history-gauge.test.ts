import { HistoryGauge, type RunSize } from '../../../src/bridge/history-gauge';

const MIB = 1024 * 1024;

let size: RunSize | undefined;
const look = jest.fn(() => Promise.resolve(size));
beforeEach(() => {
  look.mockClear();
  size = { runId: 'run-1', historyBytes: 0 };
});

test('I10: The gauge of histories does not look at workflows that get little.', async () => {
  const gauge = new HistoryGauge(look);
  expect(await gauge.capacity('a')).toBe('payloads');
  gauge.sent('a', 'run-1', MIB);
  expect(await gauge.capacity('a')).toBe('payloads');
  expect(look).not.toHaveBeenCalled();
});

test('I10: The gauge of histories looks after some bytes, and lets a small history grow.', async () => {
  const gauge = new HistoryGauge(look);
  size = { runId: 'run-1', historyBytes: 3 * MIB };
  gauge.sent('a', 'run-1', 2 * MIB);
  expect(await gauge.capacity('a')).toBe('payloads');
  expect(await gauge.capacity('a')).toBe('payloads');
  expect(look).toHaveBeenCalledTimes(1);
});

test('I10: The gauge of histories allows references for a run that is large, and payloads again for the next run.', async () => {
  const gauge = new HistoryGauge(look);
  size = { runId: 'run-1', historyBytes: 6 * MIB };
  gauge.sent('a', 'run-1', 2 * MIB);
  expect(await gauge.capacity('a')).toBe('references');
  gauge.sent('a', 'run-1', 1_000);
  expect(await gauge.capacity('a')).toBe('references');
  gauge.sent('a', 'run-2', 1_000);
  expect(await gauge.capacity('a')).toBe('payloads');
  expect(look).toHaveBeenCalledTimes(1);
});

test('I10: The gauge of histories allows nothing near the limit, whoever has filled the run, and looks each time until it has been left.', async () => {
  const gauge = new HistoryGauge(look);
  size = { runId: 'run-1', historyBytes: 9 * MIB };
  gauge.sent('a', 'run-1', 2 * MIB);
  expect(await gauge.capacity('a')).toBe('nothing');
  expect(await gauge.capacity('a')).toBe('nothing');
  expect(look).toHaveBeenCalledTimes(2);
  size = { runId: 'run-2', historyBytes: MIB };
  expect(await gauge.capacity('a')).toBe('payloads');
});

test('I10: The gauge of histories is in nobody’s way when the workflow was closed.', async () => {
  const gauge = new HistoryGauge(look);
  size = undefined;
  gauge.sent('a', 'run-1', 2 * MIB);
  expect(await gauge.capacity('a')).toBe('payloads');
});
