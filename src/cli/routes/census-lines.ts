// Formats in lines for people what does not move: by destination, and at the end by cause, with what mends it.
import { censusSummary, type CensusCause, type CensusGroup } from '../../operations/census/census-summary';
import type { Census } from '../../operations/census/census';
import { rowFilter, type RowFilter } from '../../operations/keys/row-filter';
import type { DestinationStatus } from '../../operations/status/destinations-status';
import { plural, terminalText } from '../../terminal-text';
import { filterText } from '../keys/filter-text';
import { ageText } from '../command/age-text';

/** False for filters that commands refuse, such as one for a destination that the configuration does not have. */
type Takes = (filter: RowFilter) => boolean;

interface Screen {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Columns. */
  readonly width: number;
}

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
      const one = keys === 1;
      const failed = one
        ? 'has failed once or twice and is tried again'
        : 'have failed once or twice and are tried again';
      const words = cause === 'rate-limited' ? `wait${one ? 's' : ''} for its rate` : failed;
      const age = since === null ? '' : forText(Date.parse(since), now);
      return `             ${cause}${age}: at least ${plural(keys, 'key')} ${words}`;
    }),
  ]);

/** Sums up what does not move, by status, destination and cause, in lines of `width`; empty if all does. */
export const causeLines = (census: Census, { now, width }: Screen, takes: Takes): readonly string[] => {
  const groups = censusSummary(census);
  const closed = closedLines(census);
  if (groups.length + closed.length === 0) return [];
  const least = census.complete ? '' : ' (at least: not all workflows could be asked)';
  return [
    `not moving${least}`,
    ...groups.flatMap((group) => [...groupLines(group, now, width), ...mendLines(group, groups, takes)]),
    ...closed,
  ];
};

const wasClosed = (workflows: number, of: string): string =>
  `${plural(workflows, 'workflow')} ${of} ${workflows === 1 ? 'was' : 'were'} closed`;

/** No record has come since for the keys of these, so that they are no keys that are held. */
const closedLines = ({ closed, closedAgentHosts }: Census): readonly string[] => [
  ...Array.from(closed).flatMap(([route, { workflows, complete }]) => [
    `  ${complete ? '' : 'at least '}${wasClosed(workflows, `of ${route}`)}`,
    `    sluice keys restart --all -r ${route}`,
  ]),
  ...Array.from(closedAgentHosts).flatMap(([agents, hosts]) =>
    hosts === 0 ? [] : [`  ${wasClosed(hosts, `with agents ${agents}`)}`, `    sluice agents restart -a ${agents}`],
  ),
];

const groupLines = (
  { status, destination, keys, causes }: CensusGroup,
  now: number,
  width: number,
): readonly string[] => {
  const at = destination === undefined ? '' : ` at ${terminalText(destination, 80)}`;
  const [only, ...more] = causes;
  if (only?.cause === undefined && more.length === 0) return [`  ${keys} ${status}${at}${forText(only?.since, now)}`];
  const named = causes.slice(0, NAMED).map((cause) => causeText(cause, causes.length > 1, now));
  const rest = causes.slice(NAMED).reduce((sum, cause) => sum + cause.keys, 0);
  const all = rest === 0 ? named : [...named, `${rest} of other causes`];
  return folded(`  ${keys} ${status}${at}:`, all, width);
};

/** A list goes on in the next line where a screen would break it within a word. */
const folded = (head: string, parts: readonly string[], width: number): readonly string[] =>
  parts.reduce<readonly string[]>(
    (lines, part, at) => {
      const text = at === parts.length - 1 ? part : `${part},`;
      const line = `${lines.at(-1) ?? ''} ${text}`;
      return line.length <= width || at === 0 ? [...lines.slice(0, -1), line] : [...lines, `      ${text}`];
    },
    [head],
  );

const causeText = ({ cause, keys, since }: CensusCause, several: boolean, now: number): string => {
  const count = several ? `${keys} ` : '';
  return `${count}${cause === undefined ? 'others' : terminalText(cause, 80)}${forText(since, now)}`;
};

const forText = (since: number | undefined, now: number): string =>
  since === undefined ? '' : ` for ${ageText(now - since)}`;

/** What mends the keys of a group, one cause at a time and nothing else, once its reason is mended. */
const mendLines = (group: CensusGroup, groups: readonly CensusGroup[], takes: Takes): readonly string[] => {
  const { status, destination, causes } = group;
  if (status === 'held') return ['    sluice keys restart --all'];
  if (status !== 'parked' && status !== 'paused') return [];
  const alike = groups.filter((other) => other.status === status);
  // Whoever pauses keys resumes them together, whatever stopped them before.
  if (status === 'paused' && alike.length === 1) return ['    sluice keys resume --all'];
  const rows = alike.flatMap((other) =>
    other.causes.map(({ cause }) => ({ status, destination: other.destination, cause })),
  );
  const verb = status === 'paused' ? 'resume' : 'retry';
  return causes.slice(0, NAMED).flatMap(({ cause }) => {
    const filter = rowFilter({ status, destination, cause }, rows);
    if (filter === undefined || !takes(filter)) return [];
    return [`    sluice keys ${verb} --all${filterText({ status, ...filter })}`];
  });
};
