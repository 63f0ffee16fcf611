// What whoever may write to Temporal may send, for property tests: anything, or what is right but for one place.
import { RawValue } from '@temporalio/common';
import fc from 'fast-check';

type Place = readonly (string | number)[];

const placesOf = (value: unknown, at: Place = []): readonly Place[] =>
  typeof value !== 'object' || value === null
    ? [at]
    : [at, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...at, name]))];

const spoilt = (value: unknown, [name, ...rest]: Place, instead: unknown): unknown => {
  if (name === undefined) return instead;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = spoilt(copy[name], rest, instead);
  return copy;
};

const undecodable = (encoding: string): RawValue =>
  RawValue.fromPayload({ metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from('{') });

const NASTY = [
  undefined,
  null,
  '',
  -1,
  1.5,
  1e300,
  2 ** 53,
  '9'.repeat(40),
  [],
  {},
  { __proto__: null, length: 9 },
  true,
];

export const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(...NASTY),
  fc.constantFrom(undecodable('binary/none'), undecodable('json/plain')),
);

/** One of the values with something else in one place, which may be the whole of it. */
export const nearly = (values: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc
    .constantFrom(...values)
    .chain((value) =>
      fc.tuple(fc.constantFrom(...placesOf(value)), anything).map(([place, instead]) => spoilt(value, place, instead)),
    );
