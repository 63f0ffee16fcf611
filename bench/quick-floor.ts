/** How quick one shape of Sluice is, apart from how quick the machine is. */
export interface QuickFigures {
  /** Records a second, divided by those of plain kafkajs in the same run; null if it was not measured. */
  readonly throughput: number | null;
  /** Processor time of its process, divided by that of plain kafkajs; null where the system does not tell. */
  readonly cpu: number | null;
  /** Writes of workflows in Temporal for a record that comes alone; null where the server does not tell. */
  readonly updates: number | null;
}

/** How far a figure may lie from what is stored. See docs/benchmarks.md for what neighbours do, and half the speed. */
const LEAST_THROUGHPUT = 0.6;
const MOST_CPU = 1.6;
const MOST_UPDATES = 1.3;

/** Says what lies below the floor that the stored figures give; an empty list if nothing does. */
export const belowFloor = (
  measured: Readonly<Record<string, QuickFigures>>,
  stored: Readonly<Record<string, QuickFigures>>,
): readonly string[] =>
  Object.entries(stored).flatMap(([name, { throughput, cpu, updates }]) => {
    const now = measured[name];
    if (now === undefined) return [`${name}: not measured`];
    const told = (what: string, value: number | null, floor: number, word: 'least' | 'most'): readonly string[] =>
      value === null || (word === 'least' ? value >= floor : value <= floor)
        ? []
        : [`${name}: ${what} is ${value}, expected at ${word} ${Math.round(floor * 100) / 100}`];
    return [
      ...told('throughput beside kafkajs', now.throughput, (throughput ?? 0) * LEAST_THROUGHPUT, 'least'),
      ...told('processor time beside kafkajs', now.cpu, (cpu ?? Infinity) * MOST_CPU, 'most'),
      ...told('writes of workflows for a lone record', now.updates, (updates ?? Infinity) * MOST_UPDATES, 'most'),
    ];
  });
