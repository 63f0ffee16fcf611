import fc from 'fast-check';
import { DestinationLines } from '../../../../src/workflows/chain/destination-lines';
import { postponed } from '../../../../src/workflows/chain/chain-block';

interface Key {
  readonly name: string;
}

const keys = (count: number): readonly Key[] => Array.from({ length: count }, (_, index) => ({ name: String(index) }));
const WAIT = { forMs: 10_000, destination: 'api', step: 'deliver' } as const;
const waits = (reason: 'breaker-open' | 'rate-limited' = 'breaker-open'): ReturnType<typeof postponed> =>
  postponed(undefined, { ...WAIT, reason }, 0);

interface Heard {
  readonly released: Key[];
  readonly appointed: (readonly [Key, number])[];
}

const linesOf = (takesTurns = true): { lines: DestinationLines<Key> } & Heard => {
  const heard: Heard = { released: [], appointed: [] };
  const lines = new DestinationLines<Key>({
    release: (key) => heard.released.push(key),
    appoint: (key, time) => heard.appointed.push([key, time]),
    takesTurns: () => takesTurns,
  });
  return { lines, ...heard };
};

test('A line lets only its first key ask again, and all of them go from few to many when it got through.', () => {
  const { lines, released } = linesOf();
  const all = keys(10);
  expect(all.map((key) => lines.join(key, waits()))).toEqual([10_000, ...Array.from({ length: 9 }, () => Infinity)]);
  const [first] = all;
  if (first === undefined) return;
  lines.blockChanged(first, undefined);
  expect(released).toEqual(all.slice(1, 3));
  for (const key of released.slice()) lines.blockChanged(key, undefined);
  expect(released).toEqual(all.slice(1, 7));
});

test('A line lets the next key ask when its first one is postponed again, which may be refused for its own sake.', () => {
  const { lines, released, appointed } = linesOf();
  const all = keys(3);
  const [first = { name: '' }, second = { name: '' }, third = { name: '' }] = all;
  for (const key of all) lines.join(key, waits());
  lines.blockChanged(first, waits());
  expect(lines.join(first, waits())).toBe(Infinity);
  expect(appointed).toEqual([[second, 10_000]]);
  expect(lines.join(second, waits())).toBe(Infinity);
  expect(appointed.at(-1)).toEqual([third, 10_000]);
  expect(released).toEqual([]);
  lines.blockChanged(third, undefined);
  expect(released).toEqual([first, second]);
});

test('A line keeps its first key first in a replay of a run that began so.', () => {
  const { lines, released, appointed } = linesOf(false);
  const [first = { name: '' }, second = { name: '' }] = keys(2);
  lines.join(first, waits());
  lines.join(second, waits());
  lines.blockChanged(first, waits());
  expect(lines.join(first, waits())).toBe(10_000);
  expect([released, appointed]).toEqual([[], []]);
});

test('A key that waits for the rate, or was refused alone, stands in no line.', () => {
  const { lines } = linesOf();
  for (const key of keys(3)) expect(lines.join(key, waits('rate-limited'))).toBe(10_000);
  const alone = postponed(undefined, { ...WAIT, reason: 'overloaded', alone: true }, 0);
  for (const key of keys(3)) expect(lines.join(key, alone)).toBe(10_000);
});

test('No key of a line waits behind nobody, whatever the keys do.', () => {
  const moves = fc.array(
    fc.record({ key: fc.nat(7), move: fc.constantFrom('join' as const, 'through' as const, 'left' as const) }),
    { maxLength: 300 },
  );
  const property = fc.property(moves, fc.boolean(), (sequence, turns) => {
    const all = keys(8);
    const asleep = new Set<Key>();
    const lines = new DestinationLines<Key>({
      release: (key) => asleep.delete(key),
      appoint: (key) => asleep.delete(key),
      takesTurns: () => turns,
    });
    const active = new Set<Key>();
    for (const { key: index, move } of sequence) {
      const key = all[index];
      // A key that sleeps does nothing until it is let go.
      if (key === undefined || asleep.has(key)) continue;
      if (move === 'join') {
        active.add(key);
        if (lines.join(key, waits()) === Infinity) asleep.add(key);
      } else {
        active.delete(key);
        if (move === 'through') lines.blockChanged(key, undefined);
        else lines.leaveAll(key);
      }
    }
    // All that are awake get through, one after another; then nobody may be asleep.
    for (let round = 0; round < 20; round += 1) {
      for (const key of all) {
        if (asleep.has(key)) continue;
        lines.blockChanged(key, undefined);
      }
    }
    return asleep.size === 0;
  });
  fc.assert(property);
});

test('The first key of a line asks at once when a worker says that a destination is called again.', () => {
  const { lines, released } = linesOf();
  const all = keys(3);
  for (const key of all) lines.join(key, waits());
  lines.ask();
  expect(released).toEqual(all.slice(0, 1));
});
