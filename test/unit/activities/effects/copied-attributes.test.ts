import fc from 'fast-check';
import { copied } from './copied';

test('A pattern copies every attribute of a CloudEvent, whatever it is called.', () => {
  const attribute = fc.oneof(
    fc.constantFrom(
      'sourceip',
      'clientip',
      'realip',
      'clientcert',
      'via',
      'token',
      'peerips',
      'xhost',
      'authorization',
    ),
    fc.stringMatching(/^[a-z0-9]{1,30}$/),
  );
  fc.assert(
    fc.property(attribute, fc.constantFrom('ce_', 'ce-', 'CE_'), (name, prefix) => {
      expect(copied([`${prefix}*`], [[prefix + name, 'x']])).toEqual([[prefix + name, 'x']]);
    }),
  );
});

test('I10: A pattern copies no header whose name is longer than any that has a meaning.', () => {
  for (const [length, count] of [
    [256, 1],
    [257, 0],
    [60_000, 0],
  ] as const)
    expect(copied(['x-*'], [[`x-${'a'.repeat(length - 2)}`, 'x']])).toHaveLength(count);
});
