import { tellCounts } from '../../../../src/workflows/chain/event-sink';
import { NO_COUNTS } from '../../../../src/workflows/host/counters';
import { ToldCounters } from '../../../../src/workflows/host/told-counters';

jest.mock('../../../../src/workflows/chain/event-sink', () => ({ tellCounts: jest.fn() }));

test('A workflow tells by how much its counters have grown, once, and nothing of what an earlier run counted.', () => {
  const counters: Record<string, number> & typeof NO_COUNTS = { ...NO_COUNTS, accepted: 100, settled: 90 };
  const told = new ToldCounters(counters);
  told.tell();
  expect(tellCounts).not.toHaveBeenCalled();
  Object.assign(counters, { accepted: 103, redriven: 1 });
  told.tell();
  told.tell();
  Object.assign(counters, { settled: 93 });
  told.tell();
  expect(jest.mocked(tellCounts).mock.calls).toEqual([[{ accepted: 3, redriven: 1 }], [{ settled: 3 }]]);
});
