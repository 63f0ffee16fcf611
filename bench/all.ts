// `npm run bench:all -- --help`: measures all workloads but `failing-key`, and writes docs/benchmarks.md and its pictures.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { errorText } from '../src/errors';
import { benchmarkPage, benchmarkPictures, type BenchReport } from './benchmark-page';
import { runBench } from './bench';
import { BenchEngines } from './bench-engines';
import type { BenchResult } from './bench-result';
import { WORKLOADS, type WorkloadName } from './workload';

/** All of it takes about fifty minutes on a machine with nothing else to do, and the short form some twenty. */
const FORMS = { whole: { repeats: 3, seconds: 30 }, short: { repeats: 1, seconds: 25 } } as const;
const DOCS = path.join(__dirname, '..', 'docs');
const REPORT = path.join(__dirname, 'measured.json');

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const measure = async ({ repeats, seconds }: { readonly repeats: number; readonly seconds: number }): Promise<void> => {
  const results: BenchResult[] = [];
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? arch()}), ${platform()}, Node ${process.versions.node}`;
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  const report: BenchReport = {
    ...{ date: new Date().toISOString().slice(0, 10), machine, load, repeats, seconds, results },
  };
  const workloads = (Object.keys(WORKLOADS) as WorkloadName[]).filter((name) => name !== 'failing-key');
  for (const workload of workloads) {
    // Engines of its own for each: what one leaves behind does not slow the next one down.
    const engines = await BenchEngines.start(say);
    try {
      const usual = { engine: 'sqlite', quick: false, store: false, halved: false, json: true, only: '' } as const;
      results.push(await runBench({ ...usual, workload, seconds, repeats }, engines, say));
    } finally {
      await engines.stop();
    }
    // What is measured is kept, whatever becomes of the rest.
    writeFileSync(REPORT, JSON.stringify(report));
  }
};

const write = (report: BenchReport): void => {
  const page = path.join(DOCS, 'benchmarks.md');
  writeFileSync(page, benchmarkPage(readFileSync(page, 'utf8'), report));
  mkdirSync(path.join(DOCS, 'images'), { recursive: true });
  for (const [file, picture] of benchmarkPictures(report)) writeFileSync(path.join(DOCS, file), picture);
  execFileSync(path.join(__dirname, '../node_modules/.bin/prettier'), ['--write', page, REPORT], { stdio: 'ignore' });
};

const main = async (): Promise<void> => {
  const { short, written } = new Command('npm run bench:all --')
    .description('Measure all workloads but failing-key, and write docs/benchmarks.md and its pictures.')
    .option('--short', 'one run of each system, of 25 s at most, instead of the medians of three of 30 s', false)
    .option('--written', 'measure nothing: write page and pictures from what was measured last', false)
    .allowExcessArguments(false)
    .parse()
    .opts<{ readonly short: boolean; readonly written: boolean }>();
  if (!written) await measure(short ? FORMS.short : FORMS.whole);
  write(JSON.parse(readFileSync(REPORT, 'utf8')) as BenchReport);
};

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(errorText(error));
    process.exit(1);
  },
);
