import type { BenchEngines } from './bench-engines';
import type { BenchOptions } from './bench-options';
import type { BenchResult, SystemResult } from './bench-result';
import { measureFailingKey } from './failing-key';
import { measurePublishing } from './measure-publishing';
import { measureSystem } from './measure-system';
import { CALLING, PUBLISHING } from './system';
import { WORKLOADS } from './workload';

/** Sends one workload through all systems, one after another. `say` hears what is going on. */
export const runBench = async (
  { workload: name, seconds, only }: BenchOptions,
  engines: BenchEngines,
  say: (line: string) => void,
): Promise<BenchResult> => {
  const workload = WORKLOADS[name];
  const withinMs = seconds * 1_000;
  const measured = (name === 'publish' ? PUBLISHING : CALLING).filter((system) => system.name.includes(only));
  const systems: SystemResult[] = [];
  if (name === 'failing-key') {
    const ratios: Record<string, number> = {};
    const cpuRatios: Record<string, number> = {};
    const spreads: NonNullable<BenchResult['spreads']> = {};
    for (const system of measured) {
      say(`${name}: ${system.name}`);
      const result = await measureFailingKey(system, workload, engines, withinMs, say);
      systems.push(...result.systems);
      Object.assign(ratios, result.ratios);
      Object.assign(cpuRatios, result.cpuRatios);
      Object.assign(spreads, result.spreads);
    }
    return { workload: name, systems, ratios, cpuRatios, spreads };
  }
  const measure = name === 'publish' ? measurePublishing : measureSystem;
  for (const system of measured) {
    say(`${name}: ${system.name}`);
    systems.push(await measure(system, workload, engines, withinMs));
  }
  return { workload: name, systems };
};
