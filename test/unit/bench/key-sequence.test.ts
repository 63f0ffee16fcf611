import fc from 'fast-check';
import { KeySequence } from '../../../bench/key-sequence';

const workload = fc.record({ keys: fc.integer({ min: 1, max: 50 }), spread: fc.constantFrom('zipf', undefined) });

test('Records of a benchmark are numbered within their keys without a gap, over any calls.', () => {
  fc.assert(
    fc.property(workload, fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 4 }), ({ keys, spread }, takes) => {
      const sequence = new KeySequence(spread === undefined ? { keys } : { keys, spread });
      const bodies = [...sequence.ofEach(), ...takes.flatMap((records) => sequence.take(records))];
      const next = new Map<string, number>();
      for (const { key, seq } of bodies) {
        expect(seq).toBe(next.get(key) ?? 0);
        next.set(key, seq + 1);
      }
      expect(next.size).toBe(keys);
    }),
  );
});

test('Records of an even benchmark go to all keys in turns.', () => {
  const keys = new KeySequence({ keys: 3 }).take(6).map(({ key }) => key);
  expect(keys).toEqual(['key-0', 'key-1', 'key-2', 'key-0', 'key-1', 'key-2']);
});

test("Records of a skewed benchmark follow Zipf's law: the second key has half of what the first one has.", () => {
  const counts = new Map<string, number>();
  const bodies = new KeySequence({ keys: 5_000, spread: 'zipf' }).take(20_000);
  for (const { key } of bodies) counts.set(key, (counts.get(key) ?? 0) + 1);
  const [first = 0, second = 0, tenth = 0] = ['key-0', 'key-1', 'key-9'].map((key) => counts.get(key) ?? 0);
  // The first key gets 1 / H(5000) = 1 / 9.09 of them.
  expect(first / 20_000).toBeCloseTo(0.11, 2);
  expect(second / first).toBeCloseTo(0.5, 1);
  expect(tenth / first).toBeCloseTo(0.1, 1);
});
