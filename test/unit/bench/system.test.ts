import { SHAPES_OF_SLUICE, systemsNamed } from '../../../bench/system';

test('A part of a name selects its systems, and one that no name has is refused with the names that there are.', () => {
  const named = (only: string): readonly string[] => systemsNamed(SHAPES_OF_SLUICE, only).map(({ name }) => name);
  expect(named('lanes')).toEqual(['sluice, 32 lanes']);
  expect(named('')).toHaveLength(2);
  expect(() => named('lane 3')).toThrow(
    '--only: got "lane 3", expected a part of one of the names "sluice, a workflow per key", "sluice, 32 lanes".',
  );
});
