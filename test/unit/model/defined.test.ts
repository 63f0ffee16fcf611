import { defined } from '../../../src/model/defined';

test('`defined` leaves out fields without a value, and keeps the order of the others.', () => {
  const fields: { b?: number | undefined; a: string | undefined; c: null; d: number } = {
    b: undefined,
    a: 'x',
    c: null,
    d: 0,
  };
  expect(JSON.stringify({ first: 1, ...defined(fields) })).toBe('{"first":1,"a":"x","c":null,"d":0}');
  expect(Object.keys(defined(fields))).toEqual(['a', 'c', 'd']);
});
