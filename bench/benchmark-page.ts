import type { BenchResult, SystemResult } from './bench-result';
import { barChart } from './bar-chart';

/** Results of workloads, and when and on what they were measured. */
export interface BenchReport {
  readonly date: string;
  readonly machine: string;
  /** Of the machine when it began, over one minute: what else it did. */
  readonly load: number;
  readonly repeats: number;
  /** The longest time that one run of a system had for its measured records. */
  readonly seconds: number;
  readonly results: readonly BenchResult[];
}

const BEGIN = '<!-- measured by `npm run bench:all`: begin -->';
const END = '<!-- measured by `npm run bench:all`: end -->';

const text = (value: number | null): string => (value === null ? '-' : value.toLocaleString('en-US'));

const perThousand = ({ effects }: SystemResult, seconds: number | null): string =>
  seconds === null || effects === 0 ? '-' : text(Math.round((seconds * 100_000) / effects) / 100);

const COLUMNS: readonly (readonly [string, (row: SystemResult) => string])[] = [
  ['system', ({ name }) => name],
  ['records/s', ({ recordsPerSecond }) => text(recordsPerSecond)],
  ['p50 ms', ({ p50Ms }) => text(p50Ms)],
  ['p99 ms', ({ p99Ms }) => text(p99Ms)],
  ['CPU ms', (row) => perThousand(row, row.cpuSeconds)],
  ['engines ms', (row) => perThousand(row, row.engineCpuSeconds)],
  ['updates', ({ engineUpdates }) => text(engineUpdates)],
  ['history B', ({ historyBytes }) => text(historyBytes)],
  ['peak MiB', ({ peakMemoryMib }) => text(peakMemoryMib)],
  ['effects', ({ effects, records }) => `${text(effects)} of ${text(records)}`],
];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const tableOf = (systems: readonly SystemResult[]): readonly string[] => [
  row(COLUMNS.map(([name]) => name)),
  row(COLUMNS.map((_, index) => (index === 0 ? '---' : '---:'))),
  ...systems.map((system) => row(COLUMNS.map(([, cell]) => cell(system)))),
];

const pictureOf = (workload: string): string => `images/bench-${workload}.svg`;

/** Puts tables and pictures of a report into the page, in the place of those that it has. */
export const benchmarkPage = (page: string, report: BenchReport): string => {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`Expected the page to have "${BEGIN}" and "${END}" behind it.`);
  const parts = report.results.flatMap(({ workload, systems }) => [
    ...['', `### ${workload}`, '', `![${workload}](${pictureOf(workload)})`, ''],
    ...tableOf(systems),
  ]);
  return [page.slice(0, begin) + BEGIN, '', headOf(report), ...parts, '', page.slice(end)].join('\n');
};

const headOf = ({ date, machine, load, repeats, seconds }: BenchReport): string =>
  [
    `${date}, ${machine}, load average ${load} before it began.`,
    repeats === 1
      ? `One run of each system, so nothing tells how much chance is in it,`
      : `Medians of ${repeats} runs,`,
    `${seconds} s at most for the measured records: what came by then counts.`,
    'Processor time, updates and history are those of one record.',
    ...(repeats === 1 ? [] : ['The line on a bar is the range of its runs.']),
  ].join('\n');

/** The pictures of a report, by their files beside the page. */
export const benchmarkPictures = ({ results }: BenchReport): ReadonlyMap<string, string> =>
  new Map(
    results.map(({ workload, systems }) => {
      const [unit, field] =
        workload === 'latency' ? (['p99 in ms', 'p99Ms'] as const) : (['records/s', 'recordsPerSecond'] as const);
      const bars = systems.map((system) => {
        const range = system.spread?.[field];
        return { label: system.name, value: system[field], ...(range && { range }) };
      });
      return [pictureOf(workload), barChart(workload, unit, bars)];
    }),
  );
