/** More revisions than operators give a record in one life of its key's workflow. */
const PER_LIFE = 1_000;
const PER_LINE = 500;

/**
 * Where the revisions begin that a record gets after its key was restarted from a history for the so many-th time. It may
 * be there more than once then: as the record, as a letter that comes back with it, and as letters of its former lives in
 * their topic, which count on from where these were. So each has numbers of its own.
 */
export const revisionsOfLife = (as: 'record' | 'letter', times: number): number =>
  times * PER_LIFE + (as === 'letter' ? PER_LINE : 0);

/** The part of a number of unknown revisions that does not say in which life they were. */
export const withoutLife = (unknown: number): number => unknown % PER_LINE;
