import {
  cutsText,
  progressTexts,
  publishedCounts,
  readProgress,
  roomFor,
  type PublishedAsk,
} from '../../../src/outbox/writer-progress';

const ask = (index: number, cuts = ''): PublishedAsk => ({ id: String(index).padStart(16, 'a'), cuts });

const committed = (asks: readonly PublishedAsk[], sequence = '7') =>
  progressTexts({ generation: 1_795_390_200_758, asks }).map((metadata) => ({ offset: sequence, metadata }));

test('The progress of a writer is read as it was written.', () => {
  const asks = Array.from({ length: 300 }, (_, index) => ask(index, index % 7 === 0 ? '3.2;>1a' : ''));
  expect(readProgress(committed(asks))).toEqual({ sequence: 7n, generation: 1_795_390_200_758, asks });
});

test('The progress of a writer that has never committed is at the start.', () => {
  expect(readProgress([{ offset: '-1', metadata: '' }])).toEqual({ sequence: -1n, generation: 0, asks: [] });
});

test('The metadata of something else is refused as the progress of a writer.', () => {
  expect(() => readProgress([{ offset: '3', metadata: 'hello' }])).toThrow('Expected the progress of an outbox writer');
});

test('The progress of a writer has room for its asks, each of them cut short, and stays below the limit of brokers.', () => {
  const known = Array.from({ length: 120 }, (_, index) => ask(index));
  const room = roomFor(known);
  const cut = Array.from({ length: room }, (_, index) => ask(1_000 + index, 'z'.repeat(512)));
  expect(room).toBeGreaterThan(30);
  for (const { metadata } of committed([...known, ...cut])) expect(metadata.length).toBeLessThan(4_096);
});

test('The progress of a writer tells records published of each chain by what is left out.', () => {
  const asked = [5, 3, 500, 1];
  for (const counts of [asked, [5, 2, 499, 1], [0, 0, 0, 0]]) {
    expect(publishedCounts(cutsText(counts, asked), asked)).toEqual(counts);
  }
  expect(publishedCounts('1.2;>2', asked)).toEqual([5, 2, 0, 0]);
});
