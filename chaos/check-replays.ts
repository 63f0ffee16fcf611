import { firstEffects } from './check-effects';
import type { CallFact, Facts, RecordFact, ReplayFact } from './facts';
import { grouped } from './grouped';
import { chainOf, isGone, offsetOf } from './record-place';
import type { Violation } from './violation';

type ReplayFacts = Pick<Facts, 'records' | 'calls' | 'replays' | 'generations'>;

const covers = ({ route, generation, partition, from, end }: ReplayFact, record: RecordFact): boolean => {
  if (route !== record.route || generation !== record.generation || partition !== record.partition) return false;
  const offset = offsetOf(record);
  return offset >= BigInt(from) && offset < BigInt(end);
};

interface PlacedEffect {
  readonly effect: CallFact;
  readonly place: number;
}

/**
 * Checks that a replay with new effects gives each of its records one effect more, in order. The effects of one record
 * belong to its replays in the order in which both came. A surplus effect is reported as `duplicate-effect`.
 */
export const checkReplays = (facts: ReplayFacts): readonly Violation[] => {
  const { records, calls, replays } = facts;
  const effects = grouped(
    firstEffects(calls).map((effect, place): PlacedEffect => ({ effect, place })),
    ({ effect }) => effect.id,
  );
  const violations: Violation[] = [];
  const latest = new Map<string, number>();
  for (const record of records) {
    const { id, key } = record;
    const [, ...more] = effects.get(id) ?? [];
    const due = replays.flatMap((replay, number) => (covers(replay, record) ? [number] : []));
    for (const [nth, number] of due.entries()) {
      const place = more[nth]?.place;
      if (place === undefined) {
        // A replay of a topic that is gone need not have come to its end.
        if (!isGone(facts, record)) violations.push({ kind: 'not-replayed', what: `${id} of ${key}` });
        continue;
      }
      const chain = `${number} ${chainOf(record)}`;
      if (place < (latest.get(chain) ?? -1)) {
        violations.push({ kind: 'out-of-order', what: `${id} of ${key} was replayed after a later record of its key` });
      }
      latest.set(chain, Math.max(place, latest.get(chain) ?? -1));
    }
    for (const { effect } of more.slice(due.length)) {
      violations.push({ kind: 'duplicate-effect', what: `${id} had another effect under ${effect.idempotencyKey}` });
    }
  }
  return violations;
};
