// `npm run bench:growth -- --help`: does the cost of a record grow with the number of live keys, with the number of
// records in the topic, or with time? One gateway a shape, which is never started anew.
import { readdirSync, readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { errorText } from '../src/errors';
import { BenchEngines } from './bench-engines';
import { KeySequence } from './key-sequence';
import { latencyOf, percentile, produceAll, produceSteadily, untilEffects } from './load';
import { withRunningSystem, type RunningSystem } from './running-system';
import { SHAPES_OF_SLUICE } from './system';
import { untilQuiet } from './until-quiet';

const MEASURED = 2_000;
const STEADY = { perSecond: 30, keys: 100 } as const;
const WITHIN_MS = 3_600_000;

interface Options {
  readonly keys: readonly number[];
  readonly records: readonly number[];
  readonly minutes: number;
  readonly only: string;
}

const numbers = (text: string): readonly number[] => {
  const values = text.split(',').map(Number);
  if (values.every((value, index) => Number.isSafeInteger(value) && value > (values[index - 1] ?? 0))) return values;
  throw new InvalidArgumentError('Expected whole numbers that grow, as 100,1000,10000.');
};

type Print = (line: Readonly<Record<string, unknown>>) => void;

/** What the process of the gateway holds now. */
const held = (pid: number | undefined): { readonly memoryMib: number; readonly handles: number } => {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return { memoryMib: Math.round(Number(kib) / 1_024), handles: readdirSync(`/proc/${String(pid)}/fd`).length };
};

/** Forgets the calls seen so far: a million of them would be measured as memory of the bench. */
const forget = ({ api }: RunningSystem): void => {
  api.calls.length = 0;
};

const send = async (running: RunningSystem, sequence: KeySequence, count: number): Promise<void> => {
  forget(running);
  await produceAll(running.topic, sequence.take(count));
  if (!(await untilEffects({ effects: running.api.calls }, count, WITHIN_MS))) {
    throw new Error(`${running.system.name} did not end ${count} records within an hour.`);
  }
  await untilQuiet(running.process, running.engines);
};

/** Milliseconds of processor time that each of some records costs. */
const costOf = async (running: RunningSystem, sequence: KeySequence): Promise<Readonly<Record<string, number>>> => {
  const { process, engines } = running;
  const before = { own: process.cpuSeconds, engines: engines.cpuSeconds };
  await send(running, sequence, MEASURED);
  const each = (seconds: number): number => Math.round((seconds * 100_000) / MEASURED) / 100;
  return { ownMs: each(process.cpuSeconds - before.own), enginesMs: each(engines.cpuSeconds - before.engines) };
};

const overKeys = async (running: RunningSystem, counts: readonly number[], print: Print): Promise<void> => {
  for (const keys of counts) {
    const sequence = new KeySequence({ keys });
    await send(running, sequence, keys);
    print({ keys, ...(await costOf(running, sequence)), ...held(running.process.pid) });
  }
};

const overRecords = async (running: RunningSystem, counts: readonly number[], print: Print): Promise<void> => {
  const sequence = new KeySequence(STEADY);
  let sent = 0;
  for (const records of counts) {
    while (sent < records) {
      const count = Math.min(10_000, records - sent);
      await send(running, sequence, count);
      sent += count;
    }
    print({ records, ...(await costOf(running, sequence)), ...held(running.process.pid) });
    sent += MEASURED;
  }
};

const overTime = async (running: RunningSystem, minutes: number, print: Print): Promise<void> => {
  const sequence = new KeySequence(STEADY);
  running.api.latencyMs = 10;
  for (let minute = 1; minute <= minutes; minute += 1) {
    forget(running);
    const count = STEADY.perSecond * 60;
    await produceSteadily(running.topic, sequence.take(count), STEADY.perSecond);
    await untilEffects({ effects: running.api.calls }, count, WITHIN_MS);
    const latencies = running.api.calls.map(latencyOf);
    const p99Ms = percentile(latencies, 0.99);
    print({ minute, p50Ms: percentile(latencies, 0.5), p99Ms, ...held(running.process.pid) });
  }
};

const main = async (): Promise<void> => {
  const options = new Command('npm run bench:growth --')
    .description('Measure whether a record becomes dearer with more live keys, more records, or time.')
    .option('--keys <list>', 'live keys at which to measure', numbers, [100, 1_000, 10_000, 50_000])
    .option(
      '--records <list>',
      'records in the topic at which to measure',
      numbers,
      [1_000, 10_000, 100_000, 1_000_000],
    )
    .option('--minutes <n>', 'minutes at 30 records a second, with calls of 10 ms', Number, 60)
    .option('--only <text>', 'measure only the shapes that have this in their name', '')
    .parse()
    .opts<Options>();
  const engines = await BenchEngines.start((line) => process.stderr.write(`${line}\n`));
  try {
    for (const system of SHAPES_OF_SLUICE.filter(({ name }) => name.includes(options.only))) {
      const print: Print = (line) => process.stdout.write(`${JSON.stringify({ system: system.name, ...line })}\n`);
      for (const measure of [
        (running: RunningSystem) => overKeys(running, options.keys, print),
        (running: RunningSystem) => overRecords(running, options.records, print),
        (running: RunningSystem) => overTime(running, options.minutes, print),
      ]) {
        await withRunningSystem(system, engines, measure);
      }
    }
  } finally {
    await engines.stop();
  }
};

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(1);
  },
);
