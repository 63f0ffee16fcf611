import fc from 'fast-check';

/** Half of all code points that are tried are below U+0800, where most that mean something are. */
const codePoint = fc.oneof(
  fc.nat(0x7f),
  fc.nat(0x7ff),
  fc.nat(0xd7ff),
  fc.integer({ min: 0xe000, max: 0xffff }),
  fc.integer({ min: 0x10000, max: 0x10ffff }),
);

/**
 * Texts of so many code points, ten at most unless told otherwise: any but lone surrogates. The unit `binary` of
 * fast-check has the same, and first maps 1.1 million code points, which takes 0.7 s in each suite.
 */
export const anyText = (
  length: { readonly minLength?: number; readonly maxLength?: number } = {},
): fc.Arbitrary<string> =>
  fc.array(codePoint, { maxLength: 10, ...length }).map((points) => String.fromCodePoint(...points));
