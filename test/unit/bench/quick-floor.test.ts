import { quickBaseline } from '../../../bench/quick-baseline';
import { belowFloor, type QuickFigures } from '../../../bench/quick-floor';

const NAME = 'sluice, 32 lanes';
const stored: Readonly<Record<string, QuickFigures>> = { [NAME]: { throughput: 0.5, cpu: 2, updates: 6 } };

const told = (now: Partial<QuickFigures>): readonly string[] =>
  belowFloor({ [NAME]: { throughput: 0.5, cpu: 2, updates: 6, ...now } }, stored);

test('A run that is as quick as the stored one, or quicker, is not below the floor.', () => {
  expect(told({})).toEqual([]);
  expect(told({ throughput: 2, cpu: 0.5, updates: 1 })).toEqual([]);
});

test('Half the throughput, twice the processor time and half as many writes again are each below the floor.', () => {
  expect(told({ throughput: 0.25 })).toEqual([`${NAME}: throughput beside kafkajs is 0.25, expected at least 0.3`]);
  expect(told({ cpu: 4 })).toEqual([`${NAME}: processor time beside kafkajs is 4, expected at most 3.2`]);
  expect(told({ updates: 9 })).toEqual([`${NAME}: writes of workflows for a lone record is 9, expected at most 7.8`]);
});

test('A run beside a busy neighbour is not below the floor.', () => {
  expect(told({ throughput: 0.4, cpu: 2.5, updates: 6.5 })).toEqual([]);
});

test('What the system does not tell is not held against a run.', () => {
  expect(told({ cpu: null, updates: null })).toEqual([]);
});

test('A shape that was not measured is told.', () => {
  expect(belowFloor({}, stored)).toEqual([`${NAME}: not measured`]);
});

test('A lone record that goes by an activity again, and no longer the short way, is below the floor that is stored.', async () => {
  const baseline = await quickBaseline.read();
  const withUpdates = (key: number, lanes: number): Readonly<Record<string, QuickFigures>> =>
    Object.fromEntries(
      Object.entries(baseline).map(([name, figures]) => [
        name,
        { ...figures, updates: name.endsWith('lanes') ? lanes : key },
      ]),
    );
  expect(belowFloor(withUpdates(5, 5), baseline)).toHaveLength(1);
  // On a busy machine, activities make the calls of lanes.
  expect(belowFloor(withUpdates(3.3, 5), baseline)).toEqual([]);
  // On an idle one they make none, and a record by an activity costs six.
  expect(belowFloor(withUpdates(3, 6), baseline)).toHaveLength(1);
});
