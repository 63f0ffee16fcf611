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

/** JSON that cannot be written again once it is read, or that fits no input of a workflow. */
const deep = (open: string, close: string): string => open.repeat(20_000) + close.repeat(20_000);

/** What may stand in one place of an input, by its name, as JSON text. */
const HOSTILE_JSON: ReadonlyMap<string, string> = new Map([
  ...['null', 'true', '-1', '1.5', '9007199254740991', '1e300', '""', '"x"', '[]', '[1]', '{}', '{"length":-1e12}'].map(
    (json) => [json, json] as const,
  ),
  ['a deep list', deep('[', ']')],
  ['a deep object', deep('{"a":', '}').replace('}', '1}')],
  ['1.9 MB of text', JSON.stringify('x'.repeat(1_900_000))],
]);

const MARK = 'the hostile place';

/** An input that is right but for one place. */
export interface Spoilt {
  readonly place: string;
  readonly by: string;
  /** The input as it comes from the server. */
  readonly payload: RawValue;
}

/** Each place of the value, and one more of each object, with all that may stand there. */
export const spoiltEverywhere = (value: unknown): readonly (() => Spoilt)[] => {
  const places = placesOf(value);
  const more = places.filter((place) => isPlainObject(at(value, place))).map((place) => [...place, 'unknownField']);
  return [...places, ...more].flatMap((place) =>
    Array.from(HOSTILE_JSON, ([by, json]) => (): Spoilt => {
      const [before = '', after = ''] = JSON.stringify(spoilt(value, place, MARK)).split(`"${MARK}"`);
      return { place: place.join('.'), by, payload: payloadOf(before + json + after) };
    }),
  );
};

const at = (value: unknown, place: Place): unknown =>
  place.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], value);

const isPlainObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An argument as it comes from the server. */
export const payloadOf = (json: string): RawValue =>
  RawValue.fromPayload({ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(json) });

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
