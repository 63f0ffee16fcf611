// `npm run bench:growth -- --help`: does the cost of a record grow with the number of live keys, with the number of
// records in the topic, or with time? One gateway a shape and kind of growth, which is never started anew.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { errorText } from '../src/errors';
import { defined } from '../src/model/defined';
import { BenchEngines } from './bench-engines';
import { GROWING, growthPage, withSeries, type Growing, type GrowthSeries, type GrowthStep } from './growth-page';
import { AT_ONCE, GROWTH_STEPS } from './growth-steps';
import { withRunningSystem, type RunningSystem } from './running-system';
import { SHAPES_OF_SLUICE, systemsNamed, type System } from './system';

const PAGE = path.join(__dirname, '../docs/sizing.md');
const REPORT = path.join(__dirname, 'growth.json');
const PRETTIER = path.join(__dirname, '../node_modules/.bin/prettier');

interface Options {
  readonly parts: readonly Growing[];
  readonly keys: readonly number[];
  readonly records: readonly number[];
  readonly minutes: number;
  readonly rate: number;
  readonly rounds: number;
  readonly only: string;
  readonly written: boolean;
}

const sizes = (text: string): readonly number[] => {
  const values = text.split(',').map(Number);
  if (values.every((value, index) => Number.isSafeInteger(value) && value > (values[index - 1] ?? 0))) return values;
  throw new InvalidArgumentError('Expected whole numbers that grow, as 100,1000,10000.');
};

const whole = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Expected a whole number from 1 on.');
};

const parts = (text: string): readonly Growing[] => {
  const known = text.split(',').map((part) => GROWING.find((growing) => growing === part));
  if (known.every((part) => part !== undefined)) return known;
  throw new InvalidArgumentError(`Expected some of ${GROWING.join(',')}.`);
};

const options = (): Options =>
  new Command('npm run bench:growth --')
    .description(
      'Measure whether a record becomes dearer with more live keys, more records, time, or many calls at once.',
    )
    .option('--parts <list>', 'what grows, separated by commas', parts, GROWING)
    .option(
      '--keys <list>',
      'numbers of live keys at which to measure, separated by commas',
      sizes,
      [100, 1_000, 10_000, 50_000],
    )
    .option('--records <list>', 'the same of records in the topic', sizes, [1_000, 10_000, 100_000, 1_000_000])
    .option('--minutes <n>', 'minutes at a steady rate, with calls of 10 ms', whole, 60)
    .option('--rate <n>', 'records a second of these minutes', whole, 30)
    .option('--rounds <n>', `rounds of ${AT_ONCE} calls at once, of one partition`, whole, 10)
    .option('--only <text>', 'measure only the shapes that have this in their name', '')
    .option('--written', 'measure nothing: write docs/sizing.md from what was measured last', false)
    .allowExcessArguments(false)
    .parse()
    .opts<Options>();

const stored = (): readonly GrowthSeries[] =>
  existsSync(REPORT) ? (JSON.parse(readFileSync(REPORT, 'utf8')) as readonly GrowthSeries[]) : [];

const write = (): void => {
  writeFileSync(PAGE, growthPage(readFileSync(PAGE, 'utf8'), stored()));
  execFileSync(PRETTIER, ['--write', PAGE, REPORT], { stdio: 'ignore' });
};

const measure = async (system: System, growing: Growing, at: readonly number[]): Promise<void> => {
  const preloaded = process.env['LD_PRELOAD'];
  const node = `Node ${process.versions.node}${preloaded === undefined ? '' : ` with ${path.basename(preloaded)}`}`;
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? arch()}), ${platform()}, ${node}`;
  const date = new Date().toISOString().slice(0, 10);
  const steps: GrowthStep[] = [];
  // Engines of its own for each: what one leaves behind does not slow the next one down.
  const engines = await BenchEngines.start((line) => process.stderr.write(`${line}\n`));
  try {
    const calls = growing === 'rounds' ? AT_ONCE : undefined;
    const measured = (running: RunningSystem): Promise<void> =>
      GROWTH_STEPS[growing](running, at, (step) => {
        steps.push(step);
        process.stdout.write(`${JSON.stringify({ system: system.name, growing, ...step })}\n`);
        // What is measured is kept, whatever becomes of the rest.
        const perSecond = growing === 'minutes' ? at[1] : undefined;
        const series = { growing, system: system.name, date, machine, ...defined({ perSecond }), steps };
        writeFileSync(REPORT, JSON.stringify(withSeries(stored(), series)));
      });
    await withRunningSystem(system, engines, measured, calls);
  } finally {
    await engines.stop();
  }
};

const main = async (): Promise<void> => {
  const chosen = options();
  const shapes = systemsNamed(SHAPES_OF_SLUICE, chosen.only);
  const at = {
    keys: chosen.keys,
    records: chosen.records,
    minutes: [chosen.minutes, chosen.rate],
    rounds: [chosen.rounds],
  };
  for (const system of chosen.written ? [] : shapes) {
    for (const growing of chosen.parts) await measure(system, growing, at[growing]);
  }
  write();
};

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(1);
  },
);
