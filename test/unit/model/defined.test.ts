import { defined } from '../../../src/model/defined';

test('A field without a value is left out, and the others keep their order.', () => {
  const fields: { b?: number | undefined; a: string | undefined; c: null; d: number } = {
    b: undefined,
    a: 'x',
    c: null,
    d: 0,
  };
  expect(JSON.stringify({ first: 1, ...defined(fields) })).toBe('{"first":1,"a":"x","c":null,"d":0}');
  expect(Object.keys(defined(fields))).toEqual(['a', 'c', 'd']);
});
