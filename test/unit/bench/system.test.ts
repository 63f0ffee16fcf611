import { SHAPES_OF_SLUICE, systemsNamed, systemsOf } from '../../../bench/system';

test('A part of a name selects its systems, and one that no name has is refused with the names that there are.', () => {
  const named = (only: string): readonly string[] => systemsNamed(SHAPES_OF_SLUICE, only).map(({ name }) => name);
  expect(named('lanes')).toEqual(['sluice, 32 lanes']);
  expect(named('')).toHaveLength(2);
  expect(() => named('lane 3')).toThrow(
    '--only: got "lane 3", expected a part of one of the names "sluice, a workflow per key", "sluice, 32 lanes".',
  );
});

test('No handler in lanes is asked for a state, which lanes do not keep.', () => {
  const stateful = systemsOf('handler').filter(({ name }) => name.includes('state'));
  expect(stateful.map(({ name }) => name)).toEqual(['sluice, a workflow per key, state and ctx.defer']);
});
