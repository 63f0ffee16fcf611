import { PausedBatches, type PausedBatch } from '../../../../src/kafka/protocol/paused-batches';

const MEMORY = 262_144;

const pausedAt = (compressed: Buffer, nextDelta: number): PausedBatch & { readonly closed: () => boolean } => {
  let isClosed = false;
  const records = { close: () => void (isClosed = true) } as unknown as PausedBatch['records'];
  return { compressed, records, taken: nextDelta, nextDelta, memory: MEMORY, closed: () => isClosed };
};

test('I10: Those who are at many places of one large batch keep its bytes once, and each goes on from its own place.', () => {
  const paused = new PausedBatches();
  // Each fetch brings the batch anew.
  const fetched = (): Buffer => paused.own(Buffer.alloc(12_000_000, 7));
  const places = Array.from({ length: 30 }, (_, index) => index * 10);
  for (const place of places) paused.keep(pausedAt(fetched(), place));
  for (const place of places) expect(paused.take(fetched(), place + 9)?.nextDelta).toBe(place);
  expect(paused.take(fetched(), 1_000)).toBeUndefined();
});

test('I10: Different batches are kept within 64 MB, and what has no room is closed.', () => {
  const paused = new PausedBatches();
  const batches = [1, 2, 3, 4, 5, 6].map((content) => pausedAt(paused.own(Buffer.alloc(12_000_000, content)), 0));
  for (const batch of batches) paused.keep(batch);
  expect(batches.map(({ closed }) => closed())).toEqual([false, false, false, false, false, true]);
  for (const { compressed } of batches) paused.take(compressed, 0);
});
