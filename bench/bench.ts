import type { BenchEngines } from './bench-engines';
import type { BenchOptions } from './bench-options';
import type { BenchResult, SystemResult } from './bench-result';
import { measureFailingKey } from './failing-key';
import { measureSystem } from './measure-system';
import { BASELINES, SLUICE_SYSTEMS } from './system';
import { WORKLOADS } from './workload';

const ROUNDS = 5;

/** One workload through all systems, one after another. `say` hears what is going on. */
export const runBench = async (
  { workload: name, seconds }: BenchOptions,
  engines: BenchEngines,
  say: (line: string) => void,
): Promise<BenchResult> => {
  const workload = WORKLOADS[name];
  const withinMs = seconds * 1_000;
  const systems: SystemResult[] = [];
  if (name === 'failing-key') {
    const ratios: Record<string, number> = {};
    for (const system of [...SLUICE_SYSTEMS, ...BASELINES]) {
      say(`${name}: ${system.name}`);
      const rounds = BASELINES.includes(system) ? 1 : ROUNDS;
      const result = await measureFailingKey(system, workload, engines, { rounds, withinMs });
      systems.push(...result.systems);
      Object.assign(ratios, result.ratios);
    }
    return { workload: name, systems, ratios };
  }
  for (const system of [...SLUICE_SYSTEMS, ...BASELINES]) {
    say(`${name}: ${system.name}`);
    systems.push(await measureSystem(system, workload, engines, withinMs));
  }
  return { workload: name, systems };
};
