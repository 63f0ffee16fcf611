import { rounded, type SystemResult } from './bench-result';
import type { RunningSystem } from './running-system';
import { untilQuiet } from './until-quiet';

/** What one system did, without what it cost in Temporal. */
export type Measured = Omit<SystemResult, 'engineUpdates' | 'historyBytes' | 'peakMemoryMib'>;

/** Adds to a measurement what it cost in Temporal, also after the last effect. */
export const withSteps = async (
  { input, process, engines }: Pick<RunningSystem, 'input' | 'process' | 'engines'>,
  measure: () => Promise<Measured>,
): Promise<SystemResult> => {
  await untilQuiet(process, engines);
  const before = await engines.stepsOf(input.name);
  const measured = await measure();
  const memory = process.peakMemoryMib;
  await untilQuiet(process, engines);
  const after = await engines.stepsOf(input.name);
  // What is not called yet has been accepted all the same: its share cannot be told.
  const effects = measured.effects === measured.records ? measured.effects : NaN;
  return {
    ...measured,
    engineUpdates: rounded((after.updates - before.updates) / effects),
    historyBytes: rounded((after.historyBytes - before.historyBytes) / effects),
    peakMemoryMib: rounded(memory),
  };
};
