import fc from 'fast-check';
import { OffsetTracker } from '../../../src/bridge/offset-tracker';

test('I1: The committable offset is unknown before anything was delivered.', () => {
  expect(new OffsetTracker().committable).toBeUndefined();
});

test('I1: The committable offset stays at the first record that is not durable, however many after it are.', () => {
  const tracker = new OffsetTracker();
  const durable = [10n, 11n, 12n].map((offset) => tracker.track(offset));
  tracker.delivered(13n);
  durable[1]?.();
  durable[2]?.();
  expect(tracker.committable).toBe(10n);
  durable[0]?.();
  expect(tracker.committable).toBe(13n);
});

test('I1: The committable offset passes gaps: it is the end of what was delivered, not the last record plus one.', () => {
  const tracker = new OffsetTracker();
  tracker.track(5n)();
  tracker.delivered(42n);
  expect(tracker.committable).toBe(42n);
});

test('I1: The committable offset is told once.', () => {
  const tracker = new OffsetTracker();
  tracker.delivered(7n);
  tracker.commit(7n);
  expect(tracker.committable).toBeUndefined();
});

test('I1: The committable offset follows within a batch that is not delivered whole yet, and never goes back.', () => {
  const tracker = new OffsetTracker();
  tracker.delivered(10n);
  const durable = [10n, 11n].map((offset) => tracker.track(offset));
  durable[0]?.();
  expect(tracker.committable).toBe(11n);
  tracker.commit(11n);
  durable[1]?.();
  expect(tracker.committable).toBe(12n);
  tracker.commit(12n);
  expect(tracker.committable).toBeUndefined();
});

test('I1: The committable offset never passes a record that is not durable, in whatever order they become so.', () => {
  const offsets = fc
    .uniqueArray(fc.nat(1_000), { minLength: 1, maxLength: 60 })
    .map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(offsets, fc.infiniteStream(fc.nat()), (sorted, picks) => {
      const tracker = new OffsetTracker();
      const open = new Map(sorted.map((offset) => [offset, tracker.track(BigInt(offset))]));
      tracker.delivered(2_000n);
      while (open.size > 0) {
        const pending = Array.from(open.keys());
        expect(tracker.committable).toBe(BigInt(Math.min(...pending)));
        expect(tracker.pending).toBe(open.size);
        const picked = pending[(picks.next().value ?? 0) % pending.length] ?? 0;
        open.get(picked)?.();
        open.delete(picked);
      }
      expect(tracker.committable).toBe(2_000n);
      expect(tracker.pending).toBe(0);
    }),
  );
});
