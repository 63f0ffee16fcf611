import type { Facts, RecordFact } from './facts';
import { offsetOf } from './record-place';
import type { Violation } from './violation';

type EndFacts = Pick<Facts, 'records' | 'generations' | 'offsets' | 'outages' | 'processes' | 'leftOver'>;

interface Place {
  readonly route: string;
  readonly partition: number;
  readonly generation: number;
}

/** Most memory of a bridge or a worker, with room for a Node process, its kafkajs and its Temporal. */
const MOST_BYTES = 1_024 * 1_024 * 1_024;

/** Aborted records and markers have offsets, too, and may be committed at any time: only records count. */
const recordsBetween = (
  records: readonly RecordFact[],
  { route, partition, generation }: Place,
  from: bigint,
  to?: bigint,
): number =>
  records.filter((record) => {
    if (record.route !== route || record.generation !== generation || record.partition !== partition) return false;
    const offset = offsetOf(record);
    return offset >= from && (to === undefined || offset < to);
  }).length;

const nameOf = ({ route, partition }: Omit<Place, 'generation'>): string => `${route}/${partition}`;

/** While Temporal was away, nothing that was produced meanwhile was durable, so nothing of it may be committed (I1). */
const committedInOutage = ({ outages, records }: EndFacts): readonly Violation[] =>
  outages.flatMap((outage): Violation[] => {
    const { endBefore, committedAfter } = outage;
    const count = recordsBetween(records, outage, BigInt(endBefore), BigInt(committedAfter));
    if (count === 0) return [];
    const what = `${nameOf(outage)}: ${committedAfter} with ${count} records produced since Temporal was away`;
    return [{ kind: 'committed-too-far', what }];
  });

const committedAtEnd = ({ offsets, records, generations }: EndFacts): readonly Violation[] =>
  offsets.flatMap((offset): Violation[] => {
    const { committed, end } = offset;
    if (BigInt(committed) > BigInt(end)) {
      return [{ kind: 'committed-too-far', what: `${nameOf(offset)}: ${committed} of ${end}` }];
    }
    const place = { ...offset, generation: generations[offset.route] ?? 0 };
    const left = recordsBetween(records, place, BigInt(committed));
    if (left === 0) return [];
    return [{ kind: 'not-committed', what: `${nameOf(offset)}: ${left} records from ${committed} on` }];
  });

/** Checks offsets (I1), memory (I10), and that everything has come to an end. */
export const checkEnd = (facts: EndFacts): readonly Violation[] => [
  ...committedInOutage(facts),
  ...committedAtEnd(facts),
  ...facts.processes.flatMap(({ name, largestBytes, exit }): Violation[] => [
    ...(largestBytes > MOST_BYTES ? [{ kind: 'memory', what: `${name}: ${largestBytes} bytes` } as const] : []),
    ...(exit === '0' ? [] : [{ kind: 'left-over', what: `${name} ended with ${exit}` } as const]),
  ]),
  ...facts.leftOver.map((what): Violation => ({ kind: 'left-over', what })),
];
