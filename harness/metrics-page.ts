import type { Metric } from '../src/telemetry/metric';
import { METRICS } from '../src/telemetry/metric-table';

const GROUPS = [
  [
    'The bridge',
    /^sluice_(?:records_(?!failed|accepted|settled|dropped|redriven)|pending|signals?|commits?|rebalances|partitions?|route)/,
  ],
  ['Records in workflows', /^sluice_records_(?:accepted|settled|dropped|redriven)_/],
  ['Keys', /^sluice_(?:keys|workflows|inbox|census|handler)/],
  ['Destinations', /^sluice_(?:calls?|breaker|gate|dead|records_failed)_/],
  ['Into Kafka', /^sluice_(?:publish|published|poll|polls|agent)_/],
  ['Callbacks', /^sluice_callbacks_/],
  ['The process', /^(?:sluice_build|process|nodejs)_/],
] as const;

const HEAD = `# Metrics

<!-- Made from src/telemetry/metric-table.ts by \`npm run docs:metrics\`. -->

What \`/metrics\` serves, see [watching a gateway](observability.md). Labels hold names of the configuration or words of a
closed list, never a key, so that the number of series does not grow with the number of keys. Each process tells what it
does itself: add up over processes, or take the greatest, as a metric means. What Temporal's core counts stands beside
it, with names that begin with \`temporal_\`; Temporal's documentation lists them.
`;

const cells = ([name, { kind, labels, help, buckets }]: readonly [string, Metric]): readonly string[] => [
  `\`${name}\``,
  kind,
  labels.map((label) => `\`${label}\``).join(', '),
  buckets === undefined ? help : `${help} Buckets: ${buckets.join(', ')}.`,
];

const table = (rows: readonly (readonly string[])[]): string => {
  const all = [['metric', 'kind', 'labels', 'meaning'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(all[0] ?? []), rule, ...rows.map(line)].join('\n');
};

/** The page docs/metrics.md. @throws if a metric belongs to no group, or to two. */
export const metricsPage = (): string => {
  const rows = Object.entries<Metric>(METRICS);
  for (const [name] of rows) {
    const groups = GROUPS.filter(([, names]) => names.test(name));
    if (groups.length !== 1) throw new Error(`${name} belongs to ${groups.length} groups of docs/metrics.md.`);
  }
  const sections = GROUPS.map(
    ([title, names]) => `\n## ${title}\n\n${table(rows.filter(([name]) => names.test(name)).map(cells))}\n`,
  );
  return HEAD + sections.join('');
};
