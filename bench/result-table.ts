import Table from 'cli-table3';
import type { BenchResult } from './bench-result';

const text = (value: number | null): string => (value === null ? '-' : value.toLocaleString('en-US'));

export const resultTable = ({ systems, ratios = {}, cpuRatios = {} }: BenchResult): string => {
  const head = [
    'system',
    'records/s',
    'p50 ms',
    'p99 ms',
    'duplicates',
    'out of order',
    'CPU s',
    'engines CPU s',
    'of',
  ];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const system of systems) {
    const { name, recordsPerSecond, p50Ms, p99Ms, duplicates, outOfOrder, cpuSeconds, engineCpuSeconds } = system;
    const numbers = [recordsPerSecond, p50Ms, p99Ms, duplicates, outOfOrder, cpuSeconds, engineCpuSeconds].map(text);
    table.push([name, ...numbers, `${text(system.effects)} of ${text(system.records)}`]);
  }
  const lines = Object.entries(ratios).map(([name, ratio]) => {
    const cpu = cpuRatios[name] === undefined ? '' : `, ${text(cpuRatios[name])} by processor time`;
    return `${name}: beside failing keys the others have ${text(ratio)} of the throughput${cpu}`;
  });
  return [table.toString(), ...lines].join('\n');
};
