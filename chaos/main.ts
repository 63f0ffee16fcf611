// `npm run chaos`: see chaos-options.ts. Exit codes: 0 no violation, 1 violations or failed, 130 interrupted.
import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errorText } from '../src/errors';
import { runChaos } from './chaos';
import { readChaosOptions, spanMs, type ChaosOptions } from './chaos-options';
import { planSchedule, scheduleLines } from './schedule';
import { verdictLines } from './verdict-lines';

const INTERRUPTED = 130;

const run = async (options: ChaosOptions): Promise<number> => {
  const say = (line: string): void => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  if (options.plan) {
    for (const line of scheduleLines(planSchedule({ ...options, spanMs: spanMs(options) }))) say(line);
    return 0;
  }
  const interrupt = new AbortController();
  setMaxListeners(0, interrupt.signal); // each fault of the schedule waits with it
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interrupt.abort();
    });
  }
  const directory = await mkdtemp(path.join(tmpdir(), 'sluice-chaos-'));
  try {
    const verdict = await runChaos(options, directory, say, interrupt.signal);
    say(verdictLines(verdict));
    const kept = verdict.violations.length === 0;
    if (kept) await rm(directory, { recursive: true, force: true });
    else say(`Seed ${String(options.seed)}; facts and logs are kept in ${directory}`);
    if (options.json) process.stdout.write(`${JSON.stringify(verdict.result)}\n`);
    return kept ? 0 : 1;
  } catch (error) {
    say(interrupt.signal.aborted ? 'Interrupted; everything has ended.' : errorText(error));
    say(`Logs are kept in ${directory}`);
    return interrupt.signal.aborted ? INTERRUPTED : 1;
  }
};

void run(readChaosOptions(process.argv)).then((code) => process.exit(code));
