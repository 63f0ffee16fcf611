import type { Facts } from './facts';
import type { Violation } from './violation';

type EndFacts = Pick<Facts, 'offsets' | 'outages' | 'processes' | 'leftOver'>;

/** Of a bridge or a worker, with room for a Node process, its kafkajs and its Temporal. */
const MOST_BYTES = 1_024 * 1_024 * 1_024;

/** Offsets (I1), memory (I10), and what should have come to an end. */
export const checkEnd = ({ offsets, outages, processes, leftOver }: EndFacts): readonly Violation[] => [
  ...outages
    .filter(({ endBefore, committedAfter }) => BigInt(committedAfter) > BigInt(endBefore))
    .map(({ route, partition, endBefore, committedAfter }): Violation => ({
      kind: 'committed-too-far',
      what: `${route}/${String(partition)}: ${committedAfter} while Temporal was away since ${endBefore}`,
    })),
  ...offsets.flatMap(({ route, partition, committed, end }): Violation[] => {
    if (committed === end || (end === '0' && committed === '-1')) return [];
    const kind = BigInt(committed) > BigInt(end) ? 'committed-too-far' : 'not-committed';
    return [{ kind, what: `${route}/${String(partition)}: ${committed} of ${end}` }];
  }),
  ...processes.flatMap(({ name, largestBytes, exit }): Violation[] => [
    ...(largestBytes > MOST_BYTES ? [{ kind: 'memory', what: `${name}: ${String(largestBytes)} bytes` } as const] : []),
    ...(exit === '0' ? [] : [{ kind: 'left-over', what: `${name} ended with ${exit}` } as const]),
  ]),
  ...leftOver.map((what): Violation => ({ kind: 'left-over', what })),
];
