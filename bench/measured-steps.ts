import type { BenchEngines } from './bench-engines';
import { rounded, type SystemResult } from './bench-result';
import type { MeasuredProcess } from './measured-process';
import { untilQuiet } from './until-quiet';

type Measured = Omit<SystemResult, 'engineUpdates' | 'historyBytes' | 'peakMemoryMib'>;

/** Adds to a measurement what it cost in Temporal, also after the last effect. `gateway`: with it workflow ids begin. */
export const withSteps = async (
  gateway: string,
  running: MeasuredProcess,
  engines: BenchEngines,
  measure: () => Promise<Measured>,
): Promise<SystemResult> => {
  await untilQuiet(running, engines);
  const before = await engines.stepsOf(gateway);
  const measured = await measure();
  const memory = running.peakMemoryMib;
  await untilQuiet(running, engines);
  const after = await engines.stepsOf(gateway);
  // What is not called yet has been accepted all the same: its share cannot be told.
  const effects = measured.effects === measured.records ? measured.effects : NaN;
  return {
    ...measured,
    engineUpdates: rounded((after.updates - before.updates) / effects),
    historyBytes: rounded((after.historyBytes - before.historyBytes) / effects),
    peakMemoryMib: rounded(memory),
  };
};
