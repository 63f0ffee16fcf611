// Formats in lines for people what does not move: by destination, and at the end by cause, with what mends it.
import { censusSummary, type CensusCause, type CensusGroup } from '../../operations/census/census-summary';
import type { Census } from '../../operations/census/census';
import type { DestinationStatus } from '../../operations/status/destinations-status';
import { terminalText } from '../../terminal-text';
import { ageText } from '../command/age-text';

/** Causes that a group names; the others are added up. */
const NAMED = 5;

/** Returns one line per destination, and one for each reason for which its keys do not move. */
export const destinationLines = (destinations: readonly DestinationStatus[], now: number): readonly string[] =>
  destinations.flatMap(({ destination, parked, retrying, postponed, waits, passing }) => [
    `  ${terminalText(destination, 80).padEnd(10)} ${parked} parked, ${retrying} retrying, ${postponed} postponed`,
    ...waits.map(
      ({ reason, since, message }) => `             ${reason} since ${since}: ${terminalText(message, 300)}`,
    ),
    ...passing.map(({ cause, keys, since }) => {
      const words = cause === 'rate-limited' ? 'wait for its rate' : 'failed once or twice and are tried again';
      return `             ${cause}: at least ${keys} ${words}${since === null ? '' : forText(Date.parse(since), now)}`;
    }),
  ]);

/** Sums up what does not move, by status, destination and cause; empty if all does. */
export const causeLines = (census: Census, now: number): readonly string[] => {
  const groups = censusSummary(census);
  if (groups.length === 0) return [];
  const least = census.complete ? '' : ' (at least: not all workflows could be asked)';
  return [`not moving${least}`, ...groups.flatMap((group) => [groupLine(group, now), ...mendLines(group)])];
};

const groupLine = ({ status, destination, keys, causes }: CensusGroup, now: number): string => {
  const at = destination === undefined ? '' : ` at ${terminalText(destination, 80)}`;
  const [only, ...more] = causes;
  if (only?.cause === undefined && more.length === 0) return `  ${keys} ${status}${at}${forText(only?.since, now)}`;
  const named = causes.slice(0, NAMED).map((cause) => causeText(cause, causes.length > 1, now));
  const rest = causes.slice(NAMED).reduce((sum, cause) => sum + cause.keys, 0);
  const all = rest === 0 ? named : [...named, `${rest} of other causes`];
  return `  ${keys} ${status}${at}: ${all.join(', ')}`;
};

const causeText = ({ cause, keys, since }: CensusCause, several: boolean, now: number): string => {
  const count = several ? `${keys} ` : '';
  return `${count}${cause === undefined ? 'others' : terminalText(cause, 80)}${forText(since, now)}`;
};

const forText = (since: number | undefined, now: number): string =>
  since === undefined ? '' : ` for ${ageText(now - since)}`;

/** What mends the keys of a group, one cause at a time, once its reason is mended. */
const mendLines = ({ status, destination, causes }: CensusGroup): readonly string[] => {
  const at = destination === undefined ? '' : ` --destination ${terminalText(destination, 80)}`;
  if (status === 'paused') return ['    sluice keys resume --all'];
  if (status === 'held') return ['    sluice keys restart --all'];
  if (status !== 'parked') return [];
  return causes
    .slice(0, NAMED)
    .flatMap(({ cause }) =>
      cause === undefined || !isAskable(cause)
        ? []
        : [`    sluice keys retry --all -s parked${at} --error ${terminalText(cause, 80)}`],
    );
};

/** False for `unknown`, `many` and `other`. */
const isAskable = (cause: string): boolean => !['unknown', 'many', 'other'].includes(cause);
