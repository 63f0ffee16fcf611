import { isShallow, isSmall } from '../../../../src/model/wire/json-bounds';

const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

test('JSON is shallow as long as it can be written again.', () => {
  for (const value of [null, 1, 'x', [], { a: [1, { b: null }] }, deep(1_000)]) expect(isShallow(value)).toBe(true);
  for (const value of [deep(3_000), deep(20_000), { a: [deep(20_000)] }]) expect(isShallow(value)).toBe(false);
});

test('JSON is small if its text, its names and the number of its parts are.', () => {
  for (const value of [null, 'x'.repeat(900), { a: 'x'.repeat(900) }, [1, 2, 3]])
    expect(isSmall(value, 1_000)).toBe(true);
  const large = ['x'.repeat(1_001), { ['x'.repeat(1_001)]: 1 }, Array.from({ length: 200 }, () => 1), deep(20_000)];
  for (const value of large) expect(isSmall(value, 1_000)).toBe(false);
});
