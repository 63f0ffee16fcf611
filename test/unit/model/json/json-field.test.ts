import fc from 'fast-check';
import { jsonField } from '../../../../src/model/json/json-field';

const plain = (json: unknown, path: string): readonly (string | undefined)[] => {
  const names = path.split('.');
  const text = JSON.stringify(json);
  return [jsonField({ json }, names)?.plain, jsonField({ json, source: text }, names)?.plain];
};

test.each([
  [{ 'user.id': 5 }, 'user.id', '5'],
  [{ a: { 'user.id': 5 } }, 'a.user.id', '5'],
  [{ 'a.b': { 'c.d': true } }, 'a.b.c.d', 'true'],
  [{ user: {}, 'user.id': 'x' }, 'user.id', 'x'],
  [{ 'a.b': {}, a: { 'b.c': 1 } }, 'a.b.c', '1'],
  [[{ 'a.b': 1 }], '0.a.b', '1'],
  // What was found before is found still.
  [{ user: { id: 1 }, 'user.id': 5 }, 'user.id', '1'],
  [{ user: { id: null }, 'user.id': 5 }, 'user.id', undefined],
  [{ a: [1, 2] }, 'a.length', '2'],
  [{}, 'constructor.name', undefined],
  [{ 'user.id': 5 }, 'user', undefined],
])('A path finds a field whose name has dots where it leads nowhere without them: %j at %s.', (json, path, found) => {
  expect(plain(json, path)).toEqual([found, found]);
});

test('Value and text agree on any path, and a path that leads somewhere without dots is the one that counts.', () => {
  const name = fc.constantFrom('a', 'b', 'a.b', 'b.a', 'a.a');
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.nat(9),
      fc.dictionary(name, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(tree, fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 }), (json, names) => {
      const [byValue, byText] = plain(json, names.join('.'));
      expect(byText).toBe(byValue);
      const simple = names.reduce<unknown>(
        (part, one) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[one] : undefined),
        json,
      );
      if (typeof simple === 'number') expect(byValue).toBe(String(simple));
    }),
  );
});
