import { setTimeout as delay } from 'node:timers/promises';
import type { BenchEngines } from './bench-engines';
import type { MeasuredProcess } from './measured-process';

const LOOK_EVERY_MS = 1_000;
/** Share of one processor. Engines without work take some hundredths. */
const QUIET_SHARE = 0.15;
const AT_MOST_MS = 30_000;
/** Wait where the operating system does not tell processor time. */
const BLIND_MS = 8_000;

/** Resolves when also what follows the effects in Temporal and Kafka is done. */
export const untilQuiet = async (process: MeasuredProcess, engines: BenchEngines): Promise<void> => {
  const cpuSeconds = (): number => process.cpuSeconds + engines.cpuSeconds;
  const deadline = performance.now() + (Number.isNaN(cpuSeconds()) ? BLIND_MS : AT_MOST_MS);
  for (let before = cpuSeconds(), at = performance.now(); at < deadline;) {
    await delay(LOOK_EVERY_MS);
    const after = cpuSeconds();
    const now = performance.now();
    if (after - before < (QUIET_SHARE * (now - at)) / 1_000) return;
    before = after;
    at = now;
  }
};
