// `npm run chaos`: see chaos-options.ts. Exit codes: 0 no violation, 1 violations or failed, 130 interrupted.
import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorText } from '../src/errors';
import { runChaos } from './chaos';
import { readChaosOptions, spanMs, type ChaosOptions } from './chaos-options';
import { keepConditions, writeReport } from './report/report';
import { planSchedule, scheduleLines } from './schedule';
import { verdictLines } from './verdict-lines';

const INTERRUPTED = 130;

type Say = (line: string) => void;

const run = async (options: ChaosOptions, say: Say): Promise<number> => {
  const interrupt = new AbortController();
  setMaxListeners(0, interrupt.signal); // each fault of the schedule waits with it
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interrupt.abort();
    });
  }
  const directory = await mkdtemp(path.join(tmpdir(), 'sluice-chaos-'));
  try {
    if (options.report !== undefined) await keepConditions(directory, options, say);
    const verdict = await runChaos(options, directory, say, interrupt.signal);
    say(verdictLines(verdict));
    if (options.report !== undefined) say(`Report: ${await writeReport(directory, options.report)}`);
    const kept = verdict.violations.length === 0;
    if (kept && options.report === undefined) await rm(directory, { recursive: true, force: true });
    else say(`Seed ${options.seed}; facts and logs are kept in ${directory}`);
    if (options.json) process.stdout.write(`${JSON.stringify(verdict.result)}\n`);
    return kept ? 0 : 1;
  } catch (error) {
    say(interrupt.signal.aborted ? 'Interrupted; everything has ended.' : errorText(error));
    say(`Logs are kept in ${directory}`);
    return interrupt.signal.aborted ? INTERRUPTED : 1;
  }
};

const main = async (options: ChaosOptions): Promise<number> => {
  const say: Say = (line) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  if (options.plan) {
    for (const line of scheduleLines(planSchedule({ ...options, spanMs: spanMs(options) }))) say(line);
    return 0;
  }
  if (options.from === undefined) return run(options, say);
  say(`Report: ${await writeReport(options.from, options.report ?? options.from)}`);
  return 0;
};

void main(readChaosOptions(process.argv))
  .catch((error: unknown) => {
    process.stderr.write(`${errorText(error)}\n`);
    return 1;
  })
  .then((code) => process.exit(code));
