import type { BenchEngines } from './bench-engines';
import type { BenchOptions } from './bench-options';
import type { BenchResult, SystemResult } from './bench-result';
import { combined } from './combined';
import { measureFailingKey } from './failing-key';
import { measurePublishing } from './measure-publishing';
import { measureSystem } from './measure-system';
import { systemsNamed, systemsOf } from './system';
import { WORKLOADS } from './workload';

/** Sends one workload through all systems, one after another. `say` hears what is going on. */
export const runBench = async (
  { workload: name, seconds, only, repeats }: BenchOptions,
  engines: BenchEngines,
  say: (line: string) => void,
): Promise<BenchResult> => {
  const workload = WORKLOADS[name];
  const withinMs = seconds * 1_000;
  const measured = systemsNamed(systemsOf(name), only);
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
  const runs = new Map<string, SystemResult[]>(measured.map((system) => [system.name, []]));
  for (let turn = 1; turn <= repeats; turn += 1) {
    for (const system of measured) {
      say(`${name}: ${system.name}${repeats === 1 ? '' : ` (${turn} of ${repeats})`}`);
      runs.get(system.name)?.push(await measure(system, workload, engines, withinMs));
    }
  }
  return { workload: name, systems: Array.from(runs.values(), combined) };
};
