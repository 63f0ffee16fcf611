import { median } from './median-spread';

/** What is made to grow: live keys, records in the topic, minutes at a steady rate, rounds of many calls at once. */
export const GROWING = ['keys', 'records', 'minutes', 'rounds'] as const;
export type Growing = (typeof GROWING)[number];

/** What a record cost at one size, and what the gateway's process held then. */
export interface GrowthStep {
  readonly size: number;
  /** Milliseconds of processor time for each of some records. */
  readonly ownMs: number;
  readonly enginesMs: number;
  readonly memoryMib: number;
  readonly handles: number;
  /** Of the machine, over one minute: what else it did. */
  readonly load: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** How many calls were under way when memory and handles were read. */
  readonly calls?: number;
}

/** The steps of one system, and when and on what they were measured. */
export interface GrowthSeries {
  readonly growing: Growing;
  readonly system: string;
  readonly date: string;
  readonly machine: string;
  /** Of minutes: the rate of records. */
  readonly perSecond?: number;
  readonly steps: readonly GrowthStep[];
}

const BEGIN = '<!-- measured by `npm run bench:growth`: begin -->';
const END = '<!-- measured by `npm run bench:growth`: end -->';
const SPANS = 6;
const HEADS: Readonly<Record<Growing, string>> = {
  ...{ keys: 'live keys', records: 'records', minutes: 'minutes', rounds: 'round' },
};
const COSTS = ['CPU ms', 'engines ms', 'memory MiB', 'handles'] as const;
type Figure = readonly [head: string, of: (step: GrowthStep) => number | undefined];
const LATENCIES: readonly Figure[] = [
  ['p50 ms', ({ p50Ms }) => p50Ms],
  ['p99 ms', ({ p99Ms }) => p99Ms],
];
/** What only this kind of growth tells. */
const FIGURES: Readonly<Partial<Record<Growing, readonly Figure[]>>> = {
  minutes: LATENCIES,
  rounds: [['calls at once', ({ calls }) => calls]],
};

const text = (value: number): string => value.toLocaleString('en-US');

/** Steps that become one row: each by itself, but of many minutes some at a time. */
const spansOf = ({ growing, steps }: GrowthSeries): readonly (readonly GrowthStep[])[] => {
  if (growing !== 'minutes') return steps.map((step) => [step]);
  const each = Math.max(1, Math.ceil(steps.length / SPANS));
  return Array.from({ length: Math.ceil(steps.length / each) }, (_, at) => steps.slice(at * each, (at + 1) * each));
};

/** Costs and latencies are medians of the span; what is held counts at its end. */
const rowOf = (system: string, span: readonly GrowthStep[], figures: readonly Figure[]): string => {
  const [first, last] = [span[0], span.at(-1)];
  if (first === undefined || last === undefined) throw new Error('Expected a step in each row.');
  const of = (figure: (step: GrowthStep) => number | undefined): string => {
    const values = span.map(figure).filter((value) => value !== undefined);
    return values.length === 0 ? '-' : text(Math.round(median(values) * 100) / 100);
  };
  const size = first === last ? text(first.size) : `${text(first.size)} to ${text(last.size)}`;
  const cells = [
    ...[system, size, of(({ ownMs }) => ownMs), of(({ enginesMs }) => enginesMs)],
    ...[text(last.memoryMib), text(last.handles)],
    ...figures.map(([, figure]) => of(figure)),
  ];
  return `| ${cells.join(' | ')} |`;
};

const rangeOf = (values: readonly number[]): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? text(least) : `${text(least)} to ${text(most)}`;
};

const whereOf = (series: readonly GrowthSeries[]): readonly string[] =>
  series.map(
    ({ system, date, machine, perSecond, steps }) =>
      `${system}: ${date}, ${machine}${perSecond === undefined ? '' : `,\n${perSecond} records a second`}, load average ${rangeOf(steps.map(({ load }) => load))}.`,
  );

const tableOf = (growing: Growing, series: readonly GrowthSeries[]): readonly string[] => {
  const figures = FIGURES[growing] ?? [];
  const heads = ['system', HEADS[growing], ...COSTS, ...figures.map(([head]) => head)];
  return [
    `| ${heads.join(' | ')} |`,
    `| ${heads.map((_, index) => (index === 0 ? '---' : '---:')).join(' | ')} |`,
    ...series.flatMap((one) => spansOf(one).map((span) => rowOf(one.system, span, figures))),
  ];
};

/** Puts what was measured into the page, in the place of what it has. */
export const growthPage = (page: string, measured: readonly GrowthSeries[]): string => {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`Expected the page to have "${BEGIN}" and "${END}" behind it.`);
  const parts = GROWING.flatMap((growing) => {
    const series = measured.filter((one) => one.growing === growing && one.steps.length > 0);
    return series.length === 0 ? [] : ['', ...tableOf(growing, series), '', ...whereOf(series)];
  });
  return [page.slice(0, begin) + BEGIN, ...parts, '', page.slice(end)].join('\n');
};

/** What was measured before, where it was not measured again. */
export const withSeries = (measured: readonly GrowthSeries[], newer: GrowthSeries): readonly GrowthSeries[] => [
  ...measured.filter(({ growing, system }) => growing !== newer.growing || system !== newer.system),
  newer,
];
