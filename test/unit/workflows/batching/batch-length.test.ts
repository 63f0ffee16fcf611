import { batchLength, type BatchPart } from '../../../../src/workflows/batching/batch-length';

const part = (answer: boolean, bytes = 100): BatchPart => ({
  bytes,
  work: {
    chain: 'c',
    records: [
      {
        stream: { id: 's', topic: 't' },
        position: { partition: 0, leaderEpoch: 0, offset: '1' },
        effects: [{ step: '1', index: 1, destination: 'api', request: {}, ...(answer ? { answer: true } : {}) }],
      },
    ],
  },
});
const parts = (count: number, answer: boolean): BatchPart[] => Array.from({ length: count }, () => part(answer));

test('A batch has at most 16 chains that ask for an answer, because their answers share one reply.', () => {
  const bound = jest.fn(() => true);
  expect(batchLength(parts(40, true), bound)).toBe(16);
  expect(batchLength([...parts(16, true), ...parts(4, false), ...parts(4, true)], bound)).toBe(20);
});

test('A batch asks whether its length may be bounded only where that makes it shorter, so that old histories replay.', () => {
  const never = jest.fn(() => false);
  expect(batchLength(parts(16, true), never)).toBe(16);
  expect(never).not.toHaveBeenCalled();
  expect(batchLength(parts(40, true), never)).toBe(40);
});

test('A batch is bounded in records and bytes, with one chain at least.', () => {
  expect(batchLength(parts(600, false), () => true)).toBe(500);
  expect(batchLength([part(false, 2_000_000), part(false)], () => true)).toBe(1);
});
