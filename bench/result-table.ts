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
    'p99.9 ms',
    'doubled',
    'out of order',
    'CPU s',
    'engines CPU s',
    'updates',
    'history B',
    'peak MiB',
    'effects',
  ];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const system of systems) {
    const { recordsPerSecond, p50Ms, p99Ms, p999Ms, duplicates, outOfOrder, cpuSeconds, engineCpuSeconds } = system;
    const { engineUpdates, historyBytes, peakMemoryMib } = system;
    const figures = [recordsPerSecond, p50Ms, p99Ms, p999Ms, duplicates, outOfOrder, cpuSeconds, engineCpuSeconds];
    const steps = [engineUpdates, historyBytes, peakMemoryMib];
    table.push([
      system.name,
      ...[...figures, ...steps].map(text),
      `${text(system.effects)} of ${text(system.records)}`,
    ]);
  }
  const lines = Object.entries(spreads).map(([name, { throughput, cpu }]) => {
    const byCpu =
      cpu === undefined ? '' : `; by processor time ${spreadText(cpu.beside)}, noise ${spreadText(cpu.well)}`;
    const share = `${spreadText(throughput.beside)} of the throughput, noise ${spreadText(throughput.well)}`;
    return `${name}: beside failing keys the others have ${share}${byCpu}`;
  });
  return [table.toString(), ...lines].join('\n');
};
