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

/** Far below what a workflow takes at once of what letters tell of their calls. */
const STEP_BYTES = 128 * 1024;

/** Splits one workflow's letters into steps that it accepts at once. A key's letters stay together unless too many. */
export const inSteps = (
  chains: readonly (readonly StoredLetter[])[],
  size = MAX_REDRIVEN,
): readonly (readonly StoredLetter[])[] => {
  const steps: StoredLetter[][] = [];
  const fits = (letters: readonly StoredLetter[]): boolean =>
    letters.length <= size && letters.reduce((sum, letter) => sum + bytesOf(letter), 0) <= STEP_BYTES;
  for (const chain of chains) {
    const last = steps.at(-1);
    if (last !== undefined && fits([...last, ...chain])) {
      last.push(...chain);
      continue;
    }
    let step: StoredLetter[] = [];
    for (const letter of chain) {
      if (step.length > 0 && !fits([...step, letter])) {
        steps.push(step);
        step = [];
      }
      step.push(letter);
    }
    if (step.length > 0) steps.push(step);
  }
  return steps;
};

/** Most letters tell of no call. */
const bytesOf = ({ doubts }: StoredLetter): number => (doubts.length === 0 ? 0 : JSON.stringify(doubts).length);
