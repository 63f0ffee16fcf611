import type { CallFact, Facts, RecordFact } from './facts';
import { grouped } from './grouped';
import { chainOf, isGone } from './record-place';
import type { Violation } from './violation';

type EffectFacts = Pick<Facts, 'records' | 'calls' | 'generations'>;

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

/** Calls of one key that were under way at the same time (I6). */
const overlaps = (calls: readonly CallFact[]): readonly Violation[] =>
  [...grouped(calls, ({ route, key }) => JSON.stringify([route, key])).values()].flatMap((ofKey) => {
    let until = -Infinity;
    let holder = '';
    return [...ofKey]
      .sort((a, b) => a.startedAt - b.startedAt)
      .flatMap(({ id, key, startedAt, endedAt }): Violation[] => {
        const violation: Violation = {
          kind: 'overlap',
          what: `${id} of ${key} was called while ${holder} was under way`,
        };
        const overlapping = startedAt < until;
        if (endedAt >= until) {
          until = endedAt;
          holder = id;
        }
        return overlapping ? [violation] : [];
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
    ...overlaps(calls),
  ];
};
