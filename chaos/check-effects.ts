import type { CallFact, Facts, FaultFact, RecordFact } from './facts';
import { grouped } from './grouped';
import { chainOf, isGone } from './record-place';
import type { Violation } from './violation';

type EffectFacts = Pick<Facts, 'records' | 'calls' | 'generations' | 'faults'>;

/** A receiver that honours idempotency keys has one effect for each of them: the first call that it did not refuse. */
export const firstEffects = (calls: readonly CallFact[]): readonly CallFact[] => {
  const known = new Set<string>();
  return calls.filter(({ effective, idempotencyKey }) => {
    if (!effective || known.has(idempotencyKey)) return false;
    known.add(idempotencyKey);
    return true;
  });
};

/** The first effects of one key in one partition come in the order of the log. */
const outOfOrder = (records: readonly RecordFact[], effects: readonly CallFact[]): readonly Violation[] => {
  const places = new Map(effects.map(({ id }, place) => [id, place]).reverse() as [string, number][]);
  return [...grouped(records, chainOf).values()].flatMap((chain) => {
    let latest = -1;
    return chain.flatMap(({ id, key }): Violation[] => {
      const place = places.get(id);
      if (place === undefined) return [];
      const late = place < latest;
      latest = Math.max(latest, place);
      return late ? [{ kind: 'out-of-order', what: `${id} of ${key} came after a later record of its key` }] : [];
    });
  });
};

/** An API needs a moment to read what has waited for it, and the end of a fault is not known to the millisecond. */
const WAKES_MS = 1_000;

/**
 * From when on calls reach an API together that a fault has kept from it. A frozen API begins none meanwhile; where the
 * connections of one worker stall, it begins those of others, which nothing has held back.
 */
const heldFrom = ({ name, from, until }: FaultFact): number => {
  if (name === 'stop-api') return from;
  return name === 'stall-api' ? Math.max(from, until - WAKES_MS) : Infinity;
};

/**
 * An API that was frozen, or could not be reached, reads at one moment what was sent one after the other: a call that was
 * given up, and its repeat.
 */
const areReadTogether = (one: CallFact, other: CallFact, faults: readonly FaultFact[]): boolean =>
  one.idempotencyKey === other.idempotencyKey &&
  faults.some((fault) =>
    [one, other].every(({ startedAt }) => heldFrom(fault) <= startedAt && startedAt <= fault.until + WAKES_MS),
  );

/** Calls of one key that were under way at the same time (I6). */
const overlaps = ({ calls, faults }: EffectFacts): readonly Violation[] =>
  [...grouped(calls, ({ route, key }) => JSON.stringify([route, key])).values()].flatMap((ofKey) => {
    let holder: CallFact | undefined;
    return [...ofKey]
      .sort((a, b) => a.startedAt - b.startedAt)
      .flatMap((call): Violation[] => {
        const before = holder;
        if (before === undefined || call.endedAt >= before.endedAt) holder = call;
        if (before === undefined || call.startedAt >= before.endedAt || areReadTogether(before, call, faults))
          return [];
        return [{ kind: 'overlap', what: `${call.id} of ${call.key} was called while ${before.id} was under way` }];
      });
  });

export const checkEffects = (facts: EffectFacts): readonly Violation[] => {
  const { records, calls } = facts;
  const known = new Set(records.map(({ id }) => id));
  const effects = firstEffects(calls);
  const byRecord = grouped(effects, ({ id }) => id);
  const byIdempotencyKey = grouped(calls, ({ idempotencyKey }) => idempotencyKey);
  return [
    ...records
      .filter((record) => !byRecord.has(record.id) && !isGone(facts, record))
      .map(({ id, key }): Violation => ({ kind: 'lost', what: `${id} of ${key} had no effect` })),
    ...[...byRecord.keys()]
      .filter((id) => !known.has(id))
      .map((id): Violation => ({
        kind: 'phantom',
        what: `${id} had an effect; no reader of committed records sees it`,
      })),
    ...[...byIdempotencyKey]
      .filter(([, same]) => new Set(same.map(({ id }) => id)).size > 1)
      .map(([idempotencyKey]): Violation => ({
        kind: 'shared-key',
        what: `${idempotencyKey} stands for several records`,
      })),
    ...outOfOrder(records, effects),
    ...overlaps(facts),
  ];
};
