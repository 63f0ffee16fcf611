import fc from 'fast-check';
import { check } from '../../../chaos/checker';
import type { CallFact, Facts, PublishedFact, RecordFact } from '../../../chaos/facts';
import type { ViolationKind } from '../../../chaos/violation';

const ROUTE = 'accounts';
const idOf = (offset: number): string => `${ROUTE}/0/${offset}@7`;

const record = (offset: number, key = 'a'): RecordFact => ({
  id: idOf(offset),
  route: ROUTE,
  partition: 0,
  generation: 0,
  key,
  body: `body-of-${offset}`,
  producedAt: 1_000 + offset,
});

const call = (offset: number, more: Partial<CallFact> = {}): CallFact => ({
  id: idOf(offset),
  route: ROUTE,
  key: 'a',
  idempotencyKey: `key-of-${offset}`,
  body: `body-of-${offset}`,
  request: `request-of-${offset}`,
  startedAt: 2_000 + offset * 10,
  endedAt: 2_005 + offset * 10,
  effective: true,
  ...more,
});

const published = (offset: number, more: Partial<PublishedFact> = {}): PublishedFact => ({
  id: idOf(offset),
  key: 'a',
  count: offset + 1,
  sluiceId: `id-of-${offset}`,
  ...more,
});

/** Three records of one key, for which all went well. */
const GOOD: Facts = {
  seed: 1,
  kills: 2,
  publishing: [ROUTE],
  generations: { [ROUTE]: 0 },
  replays: [],
  records: [record(0), record(1), record(2)],
  calls: [call(0), call(1), call(2)],
  published: [published(0), published(1), published(2)],
  offsets: [{ route: ROUTE, partition: 0, committed: '3', end: '3' }],
  outages: [{ route: ROUTE, generation: 0, partition: 0, endBefore: '2', committedAfter: '2' }],
  faults: [{ name: 'kill-bridge', target: 'bridge 0', from: 1_500, until: 1_900 }],
  processes: [{ name: 'bridge 0', largestBytes: 200_000_000, exit: '0' }],
  leftOver: [],
};

const kindsOf = (facts: Partial<Facts>): readonly ViolationKind[] =>
  check({ ...GOOD, ...facts }).violations.map(({ kind }) => kind);

test.each(['stop-api', 'stall-api'])('A call and its repeat that %s held back do not overlap; others do.', (name) => {
  const frozen = { name, target: 'api', from: 1_000, until: 2_003 };
  const repeated = [call(0), call(0, { startedAt: 2_001, effective: false }), call(1), call(2)];
  expect(kindsOf({ calls: repeated, faults: [frozen] })).toEqual([]);
  expect(kindsOf({ calls: repeated, faults: [{ ...frozen, name: 'kill-worker' }] })).toEqual(['overlap']);
  expect(kindsOf({ calls: repeated, faults: [{ ...frozen, until: 1_998 }] })).toEqual([]);
  expect(kindsOf({ calls: repeated, faults: [{ ...frozen, from: 100, until: 900 }] })).toEqual(['overlap']);
  expect(kindsOf({ calls: [call(0), call(1, { startedAt: 2_001 }), call(2)], faults: [frozen] })).toEqual(['overlap']);
});

test('The checker finds nothing where all went well, and says how long it took.', () => {
  expect(check(GOOD)).toMatchObject({
    violations: [],
    result: {
      records: 3,
      kills: 2,
      lost: 0,
      duplicateEffects: 0,
      outOfOrder: 0,
      duplicatePublished: 0,
      // The last record that had been produced before the end of the fault had its effect at 2,020.
      recoverySecondsP50: 0.1,
      recoverySecondsMax: 0.1,
      repeats: 0,
      violations: 0,
    },
  });
});

test('The checker takes calls under one idempotency key for one effect, and counts the repeats.', () => {
  const again = call(1, { startedAt: 2_016, endedAt: 2_018 });
  const { violations, result } = check({ ...GOOD, calls: [call(0), call(1), again, call(2)] });
  expect(violations).toEqual([]);
  expect(result.repeats).toBe(1);
});

test('The checker does not take a refused call for an effect, nor for a repeat.', () => {
  const refused = call(1, { effective: false, startedAt: 2_009, endedAt: 2_010 });
  expect(check({ ...GOOD, calls: [call(0), refused, call(1), call(2)] })).toMatchObject({
    violations: [],
    result: { repeats: 0 },
  });
  expect(kindsOf({ calls: [call(0), refused, call(2)] })).toEqual(['lost']);
});

test.each<[string, Partial<Facts>, readonly ViolationKind[]]>([
  ['a lost record', { calls: [call(0), call(2)] }, ['lost']],
  ['an effect of an aborted record', { calls: [...GOOD.calls, call(7)] }, ['phantom']],
  [
    'two effects under two keys',
    { calls: [...GOOD.calls, call(2, { idempotencyKey: 'other', startedAt: 3_000, endedAt: 3_001 })] },
    ['duplicate-effect'],
  ],
  [
    'one idempotency key for two records',
    { calls: [call(0), call(1), call(2, { idempotencyKey: 'key-of-1', request: 'request-of-1' })] },
    ['lost', 'shared-key'],
  ],
  [
    'effects out of order',
    { calls: [call(0), call(2, { startedAt: 2_006, endedAt: 2_007 }), call(1)] },
    ['out-of-order'],
  ],
  ['overlapping calls', { calls: [call(0), call(1, { startedAt: 2_004 }), call(2)] }, ['overlap']],
  [
    'a call that overlaps one long before it',
    { calls: [call(0, { endedAt: 2_022 }), call(1), call(2)] },
    ['overlap', 'overlap'],
  ],
  ['a record that is not published', { published: [published(0), published(1)] }, ['not-published']],
  ['a record published twice', { published: [...GOOD.published, published(2, { count: 4 })] }, ['duplicate-published']],
  [
    'a published record of nothing',
    { published: [...GOOD.published, published(9, { count: 4 })] },
    ['phantom-published'],
  ],
  [
    'publishing out of order',
    { published: [published(0), published(2, { count: 2 }), published(1, { count: 3 })] },
    ['published-out-of-order'],
  ],
  [
    'one sluice.id for two records',
    { published: [published(0), published(1), published(2, { sluiceId: 'id-of-1' })] },
    ['shared-id'],
  ],
  ['a state of the past', { published: [published(0), published(1), published(2, { count: 1 })] }, ['wrong-state']],
  [
    'a commit while nothing could be durable',
    { outages: [{ route: ROUTE, generation: 0, partition: 0, endBefore: '2', committedAfter: '3' }] },
    ['committed-too-far'],
  ],
  [
    'a commit beyond the end',
    { offsets: [{ route: ROUTE, partition: 0, committed: '12', end: '3' }] },
    ['committed-too-far'],
  ],
  [
    'records that nobody committed',
    { offsets: [{ route: ROUTE, partition: 0, committed: '2', end: '3' }] },
    ['not-committed'],
  ],
  ['a process that crashed', { processes: [{ name: 'w', largestBytes: 1, exit: '1' }] }, ['left-over']],
  ['a process that grew', { processes: [{ name: 'w', largestBytes: 2 ** 31, exit: '0' }] }, ['memory']],
  ['what is still under way', { leftOver: ['an open transaction'] }, ['left-over']],
])('The checker catches %s.', (_, facts, kinds) => {
  expect(kindsOf(facts)).toEqual(kinds);
});

test('The checker counts a record once that has no effect and is not published.', () => {
  const { result } = check({ ...GOOD, calls: [call(0), call(1)], published: [published(0), published(1)] });
  expect(result).toMatchObject({ lost: 1, violations: 2 });
});

test('The checker lets markers and aborted records be committed, or not, at any time.', () => {
  expect(
    kindsOf({
      offsets: [{ route: ROUTE, partition: 0, committed: '3', end: '5' }],
      outages: [{ route: ROUTE, generation: 0, partition: 0, endBefore: '3', committedAfter: '5' }],
    }),
  ).toEqual([]);
});

test('The checker asks for nothing of a topic that is gone but order, and for all of the one that came in its place.', () => {
  const made = { ...GOOD, generations: { [ROUTE]: 1 } };
  const again = (offset: number): RecordFact => ({
    ...record(offset),
    generation: 1,
    id: `${ROUTE}/0/${offset}@8`,
  });
  const records = [...GOOD.records, again(0)];
  const calls = [
    call(0),
    call(2),
    call(0, { id: again(0).id, idempotencyKey: 'new', startedAt: 3_000, endedAt: 3_001 }),
  ];
  const states = [
    published(0),
    published(2, { count: 2 }),
    published(0, { id: again(0).id, count: 3, sluiceId: 'new' }),
  ];
  const end = { offsets: [{ route: ROUTE, partition: 0, committed: '1', end: '1' }] };
  const kinds = (facts: Partial<Facts>): readonly ViolationKind[] =>
    kindsOf({ ...made, records, calls, published: states, ...end, ...facts });
  expect(kinds({})).toEqual([]);
  expect(kinds({ calls: [call(2), call(0), ...calls.slice(2)] })).toContain('out-of-order');
  expect(kinds({ calls: calls.slice(0, 2) })).toEqual(['lost']);
  expect(kinds({ published: states.slice(0, 2) })).toEqual(['not-published']);
  expect(kinds({ offsets: [{ route: ROUTE, partition: 0, committed: '0', end: '1' }] })).toEqual(['not-committed']);
});

test('The checker asks for one effect more of each replayed record, in order, and for no more than that.', () => {
  const replays = [{ route: ROUTE, generation: 0, partition: 0, from: '1', end: '3' }];
  const replayed = (offset: number, startedAt: number): CallFact =>
    call(offset, { idempotencyKey: `replay-of-${offset}`, startedAt, endedAt: startedAt + 1 });
  const kinds = (...calls: readonly CallFact[]): readonly ViolationKind[] =>
    kindsOf({ replays, calls: [...GOOD.calls, ...calls] });
  expect(kinds(replayed(1, 3_000), replayed(2, 3_010))).toEqual([]);
  expect(kinds(replayed(1, 3_000))).toEqual(['not-replayed']);
  expect(kinds(replayed(2, 3_000), replayed(1, 3_010))).toEqual(['out-of-order']);
  expect(kinds(replayed(0, 2_900), replayed(1, 3_000), replayed(2, 3_010))).toEqual(['duplicate-effect']);
});

test('The checker asks for no order between partitions, which a key that moved has none of.', () => {
  const moved = { ...record(1), id: `${ROUTE}/1/0@7`, partition: 1 };
  const early = call(1, { id: moved.id, startedAt: 1_900, endedAt: 1_901 });
  expect(kindsOf({ records: [record(0), moved], calls: [early, call(0)], publishing: [], published: [] })).toEqual([]);
});

test('The checker catches any record that is lost, doubled or exchanged with a later one of its key.', () => {
  const history = fc
    .array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 40 })
    .chain((keys) => fc.record({ keys: fc.constant(keys), at: fc.nat({ max: keys.length - 1 }) }));
  fc.assert(
    fc.property(history, ({ keys, at }) => {
      const records = keys.map((key, offset) => record(offset, key));
      const calls = keys.map((key, offset) => call(offset, { key }));
      const facts = { ...GOOD, records, publishing: [], published: [], offsets: [] };
      expect(check({ ...facts, calls }).violations).toEqual([]);
      expect(check({ ...facts, calls: calls.filter((_, index) => index !== at) }).result.lost).toBe(1);
      const doubled = call(at, { key: keys[at] ?? 'a', idempotencyKey: 'new', startedAt: 9_000, endedAt: 9_001 });
      expect(check({ ...facts, calls: [...calls, doubled] }).result.duplicateEffects).toBe(1);
      const later = keys.indexOf(keys[at] ?? 'a', at + 1);
      if (later < 0) return;
      const exchanged = [...calls];
      exchanged[at] = calls[later] as CallFact;
      exchanged[later] = calls[at] as CallFact;
      expect(check({ ...facts, calls: exchanged }).result.outOfOrder).toBeGreaterThan(0);
    }),
  );
});
