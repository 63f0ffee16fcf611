import { comparePositions, streamLabel } from '../../model/contract/record';
import { MAX_REDRIVEN } from '../../model/contract/redrive';
import type { StoredLetter } from './stored-letter';

const groupBy = <T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const known = groups.get(nameOf(item));
    if (known === undefined) groups.set(nameOf(item), [item]);
    else known.push(item);
  }
  return groups;
};

/**
 * Returns the letters of one key in the order in which to redo them: by position within a partition of their topic, and
 * across partitions and topics by time of failure, since a key handles one record after another.
 */
export const inOrder = (letters: readonly StoredLetter[]): readonly StoredLetter[] => {
  const partitions = groupBy(letters, ({ stream, position }) => `${streamLabel(stream)}/${position.partition}`);
  const queues = Array.from(partitions.values(), (queue) =>
    [...queue].sort((a, b) => comparePositions(a.position, b.position) || a.redrives - b.redrives),
  );
  const ordered: StoredLetter[] = [];
  while (ordered.length < letters.length) {
    const heads = queues.flatMap((queue) => (queue[0] === undefined ? [] : [{ queue, head: queue[0] }]));
    const earliest = heads.reduce((first, next) => (next.head.time < first.head.time ? next : first));
    ordered.push(earliest.head);
    earliest.queue.shift();
  }
  return ordered;
};

/** Returns chains in order of arrival, each with its letters in order. */
export const byChain = (letters: readonly StoredLetter[]): readonly (readonly StoredLetter[])[] =>
  Array.from(groupBy(letters, ({ chain }) => chain).values(), inOrder);

/** Splits one workflow's letters into steps that it accepts at once. A key's letters stay together unless too many. */
export const inSteps = (
  chains: readonly (readonly StoredLetter[])[],
  size = MAX_REDRIVEN,
): readonly (readonly StoredLetter[])[] => {
  const steps: StoredLetter[][] = [];
  for (const chain of chains) {
    const last = steps.at(-1);
    if (last !== undefined && last.length + chain.length <= size) {
      last.push(...chain);
      continue;
    }
    for (let start = 0; start < chain.length; start += size) steps.push(chain.slice(start, start + size));
  }
  return steps;
};
