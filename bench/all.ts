// `npm run bench:all`: measures all workloads but `failing-key`, medians of three, and writes docs/benchmarks.md and its
// pictures. `npm run bench:all -- --written` writes them anew from what was measured last.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import path from 'node:path';
import { errorText } from '../src/errors';
import { benchmarkPage, benchmarkPictures, type BenchReport } from './benchmark-page';
import { runBench } from './bench';
import { BenchEngines } from './bench-engines';
import type { BenchResult } from './bench-result';
import { WORKLOADS, type WorkloadName } from './workload';

const REPEATS = 3;
const SECONDS = 60;
const DOCS = path.join(__dirname, '..', 'docs');
const REPORT = path.join(__dirname, 'measured.json');

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const measured = async (): Promise<BenchReport> => {
  const results: BenchResult[] = [];
  const workloads = (Object.keys(WORKLOADS) as WorkloadName[]).filter((name) => name !== 'failing-key');
  for (const workload of workloads) {
    // Engines of its own for each: what one leaves behind does not slow the next one down.
    const engines = await BenchEngines.start(say);
    try {
      const usual = { engine: 'sqlite', quick: false, store: false, halved: false, json: true, only: '' } as const;
      results.push(await runBench({ ...usual, workload, seconds: SECONDS, repeats: REPEATS }, engines, say));
    } finally {
      await engines.stop();
    }
  }
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? arch()}), ${platform()}, Node ${process.versions.node}`;
  return { date: new Date().toISOString().slice(0, 10), machine, repeats: REPEATS, results };
};

const write = (report: BenchReport): void => {
  const page = path.join(DOCS, 'benchmarks.md');
  writeFileSync(page, benchmarkPage(readFileSync(page, 'utf8'), report));
  mkdirSync(path.join(DOCS, 'images'), { recursive: true });
  for (const [file, picture] of benchmarkPictures(report)) writeFileSync(path.join(DOCS, file), picture);
  execFileSync(path.join(__dirname, '../node_modules/.bin/prettier'), ['--write', page], { stdio: 'ignore' });
};

const main = async (): Promise<void> => {
  if (!process.argv.includes('--written')) writeFileSync(REPORT, JSON.stringify(await measured()));
  write(JSON.parse(readFileSync(REPORT, 'utf8')) as BenchReport);
};

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(errorText(error));
    process.exit(1);
  },
);
