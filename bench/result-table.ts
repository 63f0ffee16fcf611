import Table from 'cli-table3';
import type { BenchResult } from './bench-result';
import type { MedianSpread } from './median-spread';

const text = (value: number | null): string => (value === null ? '-' : value.toLocaleString('en-US'));

const spreadText = ({ median, interval }: MedianSpread): string =>
  interval === null ? text(median) : `${text(median)} (${interval.map(text).join(' to ')})`;

export const resultTable = ({ systems, spreads = {} }: BenchResult): string => {
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
  const lines = Object.entries(spreads).map(([name, { throughput, cpu }]) => {
    const byCpu =
      cpu === undefined ? '' : `; by processor time ${spreadText(cpu.beside)}, noise ${spreadText(cpu.well)}`;
    const share = `${spreadText(throughput.beside)} of the throughput, noise ${spreadText(throughput.well)}`;
    return `${name}: beside failing keys the others have ${share}${byCpu}`;
  });
  return [table.toString(), ...lines].join('\n');
};
