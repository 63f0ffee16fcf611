import type { Verdict } from '../checker';
import { faultCosts } from '../fault-costs';
import { grouped } from '../grouped';
import type { Violation } from '../violation';
import type { Conditions } from './conditions';
import type { RunSeries } from './run-series';

/** Most violations that are shown of each kind. */
const SHOWN = 10;

/** Names of the pictures, which lie beside the report. */
export interface ReportPlots {
  readonly course: string;
  readonly latency: string;
  readonly recovery: string;
}

type Cell = string | number;

const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

const violationText = (violations: readonly Violation[]): string => {
  if (violations.length === 0) return 'None.';
  return [...grouped(violations, ({ kind }) => kind)]
    .map(([kind, same]) =>
      [
        `\`${kind}\`: ${same.length}${same.length > SHOWN ? `, of which the first ${SHOWN}` : ''}`,
        '',
        ...same.slice(0, SHOWN).map(({ what }) => `    ${what}`),
      ].join('\n'),
    )
    .join('\n\n');
};

/** Writes a number as the rest of the docs does: 100,000. */
const grand = (value: number): string => value.toLocaleString('en-US');

const span = ({ startedAt, endedAt }: RunSeries): string =>
  `${new Date(startedAt).toISOString().slice(0, 10)} (UTC), ${((endedAt - startedAt) / 60_000).toFixed(1)} minutes`;

const summary = ({ result, violations }: Verdict): string => {
  const count = violations.length === 0 ? 'No violation' : `**Violations: ${grand(violations.length)}**`;
  return `${count}. ${grand(result.records)} records, ${grand(result.faults)} faults, ${grand(result.kills)} SIGKILLs sent.`;
};

/** Writes the report in Markdown. The same run gives the same text. */
export const reportText = (
  verdict: Verdict,
  conditions: Conditions,
  series: RunSeries,
  plots: ReportPlots,
): string => `# A run of fault injection, seed ${verdict.result.seed}

    ${conditions.command}

${summary(verdict)}

What is injected and checked, and what the words mean, is in [the proof](README.md). What a run like this cannot show is
under [its limits](README.md#limits): all of it is one machine, and a kill is that of a process.

${table(
  ['made', ''],
  [
    ['on', span(series)],
    ['commit of the gateway', conditions.commit],
    ['Node', conditions.node],
    ['Kafka', conditions.kafka],
    ['Temporal server', conditions.temporal],
    ['cores', conditions.cores],
    ['memory, GiB', conditions.memoryGib],
  ],
)}

## The course

![Records produced and effects per second, and the faults that were on](${plots.course})

## Latency

![Seconds from producing a record to its first effect, median and p99](${plots.latency})

## Recovery

![Seconds of recovery of each fault, by kind](${plots.recovery})

${table(
  ['fault', 'times', 'recovery s, median', 'longest'],
  faultCosts(verdict.recoveries).map(({ name, times, medianSeconds, longestSeconds }) => [
    `\`${name}\``,
    times,
    medianSeconds,
    longestSeconds,
  ]),
)}

## Result

${table(
  ['', 'value'],
  Object.entries(verdict.result).map(([name, value]: [string, number]) => [`\`${name}\``, value]),
)}

## Violations

${violationText(verdict.violations)}
`;
