import type { Facts, PublishedFact } from './facts';
import { grouped } from './grouped';
import { chainOf, isGone } from './record-place';
import type { Violation } from './violation';

type PublishedFacts = Pick<Facts, 'records' | 'published' | 'publishing' | 'generations'>;

/** The state of a key counts its records: any other number means that a record ran on a state of the past. */
const wrongStates = (published: readonly PublishedFact[]): readonly Violation[] =>
  [...grouped(published, ({ key }) => key).values()].flatMap((ofKey) =>
    ofKey.flatMap(({ id, key, count }, index): Violation[] =>
      count === index + 1
        ? []
        : [
            {
              kind: 'wrong-state',
              what: `${id} of ${key} is its record ${index + 1}, and counted ${count}`,
            },
          ],
    ),
  );

/** Checks that a read_committed reader sees each record once, in the order of its key (I9). */
export const checkPublished = (facts: PublishedFacts): readonly Violation[] => {
  const { records, published, publishing } = facts;
  const due = records.filter(({ route }) => publishing.includes(route));
  const known = new Set(due.map(({ id }) => id));
  const byRecord = grouped(published, ({ id }) => id);
  const places = new Map(published.map(({ id }, place) => [id, place]).reverse() as [string, number][]);
  const violations: Violation[] = [];
  for (const chain of grouped(due, chainOf).values()) {
    let latest = -1;
    for (const record of chain) {
      const { id, key } = record;
      const place = places.get(id);
      if (place === undefined) {
        if (!isGone(facts, record)) violations.push({ kind: 'not-published', what: `${id} of ${key}` });
        continue;
      }
      if (place < latest) violations.push({ kind: 'published-out-of-order', what: `${id} of ${key}` });
      latest = Math.max(latest, place);
    }
  }
  for (const [id, [, ...more]] of byRecord) {
    if (!known.has(id)) violations.push({ kind: 'phantom-published', what: id });
    violations.push(...more.map((): Violation => ({ kind: 'duplicate-published', what: id })));
  }
  for (const [sluiceId, same] of grouped(published, (record) => record.sluiceId)) {
    if (new Set(same.map(({ id }) => id)).size > 1) violations.push({ kind: 'shared-id', what: sluiceId });
  }
  return [...violations, ...wrongStates(published)];
};
