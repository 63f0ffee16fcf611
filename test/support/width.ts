/**
 * True in `npm run test:long`, which runs every guarantee and every property in full width. `npm test` shows each promise too, with fewer
 * additional cases: see docs/testing.md.
 */
export const WIDE = process.env['SLUICE_TEST_WIDE'] !== undefined;

/** Returns all `cases` if there is time for them, otherwise those that suffice to show the promise. */
export const narrowed = <T>(cases: readonly T[], enough: (one: T) => boolean): readonly T[] =>
  WIDE ? cases : cases.filter(enough);

/** Cases that a property is tried with: a third of `all` of them in `npm test`, others each time. */
export const cases = (all: number): number => (WIDE ? all : Math.ceil(all / 3));
