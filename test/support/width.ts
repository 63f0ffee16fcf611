/**
 * True in `npm run test:long`, which runs every guarantee in full width. `npm test` shows each promise as well, with fewer
 * cases beside it: docs/testing.md.
 */
export const WIDE = process.env['SLUICE_TEST_WIDE'] !== undefined;

/** All of `cases` where there is time for them, else those that are enough to show the promise. */
export const narrowed = <T>(cases: readonly T[], enough: (one: T) => boolean): readonly T[] =>
  WIDE ? cases : cases.filter(enough);
