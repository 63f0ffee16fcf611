import fc from 'fast-check';
import type { Carried, CarriedChain, StepResults } from '../../../../src/model/contract/contract';
import type { EffectResponse } from '../../../../src/model/contract/effect-response';
import type { UnknownOutcome } from '../../../../src/model/contract/unknown-outcome';
import { UnknownOutcomes } from '../../../../src/model/doubts/unknown-outcomes';
import { isWholeCarried } from '../../../../src/model/wire/carried-shapes';
import { unpackReferences } from '../../../../src/model/records/reference-runs';
import type { WireRecord } from '../../../../src/model/contract/record';
import { compactCarried, expandCarried } from '../../../../src/workflows/host/compact-carried';
import { cases } from '../../../support/width';

const stream = { id: 'x'.repeat(32), topic: 'payments' };
const record = (offset: string): WireRecord => ({
  partition: 3,
  leaderEpoch: 1,
  offset,
  key: 'k',
  timestamp: 0,
  value: { text: 'x'.repeat(50) },
});
const answer = { status: 200, headers: {}, data: 'x'.repeat(300) };
const chain = (index: number): CarriedChain => ({
  chain: `key-${index}`,
  waiting: [
    { stream, record: record(String(index)) },
    { stream, partition: 3, leaderEpoch: 1, offsets: '5yc,1' },
  ],
  headSequence: index,
  headSteps: { asked: answer, told: null },
  hold: {
    kind: 'retrying',
    failure: { code: 'http-status', message: 'x'.repeat(200), destination: 'api', step: 'deliver' },
    attempts: 9,
    notBefore: 1_700_000_000_000,
  },
});
const carried = (chains: number): Carried => ({
  watermarks: [],
  chains: Array.from({ length: chains }, (_, index) => chain(index)),
  sequence: 1,
  counters: { accepted: 0, duplicates: 0, truncations: 0, stale: 0, settled: 0, skipped: 0 },
});
const offsets = ({ waiting }: CarriedChain): readonly string[] =>
  waiting.flatMap((entry) => {
    if ('offsets' in entry) return unpackReferences(entry).map(({ position }) => position.offset);
    return ['record' in entry ? entry.record.offset : entry.position.offset];
  });

test('A run hands on what handlers wait for, however large it is.', () => {
  const [first] = carried(1).chains;
  const sleeping = { wait: 'sleep', until: 1_700_000_000_000 } as const;
  const child = { wait: 'child', attempt: 2, started: true } as const;
  const headSteps = { asked: answer, sleeping, child: { ...child, completed: { result: 'x'.repeat(900) } } };
  const waiting = { ...carried(0), chains: first === undefined ? [] : [{ ...first, headSteps }] };
  expect(expandCarried(compactCarried(waiting, 100)).chains[0]?.headSteps).toEqual({ sleeping, child });
});

test('A run gives the effect ledger up before answers that handlers wait for.', () => {
  const facts = ['told', 'api', 1, 1_700_000_000_000, 200, 'abc'] as const;
  const row = [0, 3, 1, '7', 0, facts] as const;
  const ledger = { streams: [stream], chains: [['key-0', Array.from({ length: 20 }, () => row)] as const] };
  const compact = compactCarried({ ...carried(1), ledger }, 1_000);
  expect(compact.ledger).toBeUndefined();
  expect(compact.chains[0]?.headSteps).toEqual({ asked: answer, told: null });
  expect(compactCarried({ ...carried(1), ledger }, 3_000).ledger).toEqual(ledger);
});

test('What a run hands on is left as it is while it is small, and read as it is in the form of older versions.', () => {
  expect(compactCarried(carried(3))).toEqual(carried(3));
  expect(expandCarried(carried(3))).toEqual(carried(3));
});

test('I7: A run hands on every record by position, in order, with its stream, where they are large.', () => {
  const compact = compactCarried(carried(5), 4_000);
  expect(compact.streams).toEqual([stream]);
  const { chains } = expandCarried(compact);
  expect(chains.map(offsets)).toEqual(carried(5).chains.map(offsets));
  expect(chains.flatMap(({ waiting }) => waiting.map((entry) => entry.stream))).toEqual(
    Array.from({ length: chains.flatMap(({ waiting }) => waiting).length }, () => stream),
  );
  expect(chains[2]).toMatchObject({
    headSequence: 2,
    headSteps: { asked: answer, told: null },
    hold: { kind: 'retrying', failure: { code: 'http-status' }, attempts: 9, notBefore: 1_700_000_000_000 },
  });
});

test('I7: A run lets answers go before its input grows too large, but not what is done.', () => {
  const [first] = compactCarried(carried(5), 1_000).chains;
  expect(first?.headSteps).toEqual({ told: null });
});

const made = (bytes: number): EffectResponse => ({ status: 200, headers: {}, data: 'x'.repeat(bytes) });
const callOf = (step: string, call: Partial<UnknownOutcome> = {}): UnknownOutcome => ({
  ...{ step, destination: 'api', since: 1_700_000_000_000, cause: 'done-before', request: 'digest', sentAs: 'form' },
  ...call,
});
const withSteps = (headSteps: StepResults, more: Partial<CarriedChain> = {}): Carried => {
  const [first] = carried(1).chains;
  return { ...carried(0), chains: first === undefined ? [] : [{ ...first, headSteps, ...more }] };
};

test('I12: An answer that a run lets go leaves its call in doubt: when it was made, where, and what it sent.', () => {
  const steps = { small: made(300), large: made(5_000), told: null };
  const doneCalls = Object.keys(steps).map((step) => callOf(step));
  const [chain] = compactCarried(withSteps(steps, { doneCalls }), 2_000).chains;
  expect(chain?.headSteps).toEqual({ small: made(300), told: null });
  expect(chain?.doneCalls).toEqual([callOf('small'), callOf('told')]);
  expect(chain?.doubts).toEqual([
    {
      step: 'large',
      destination: 'api',
      since: 1_700_000_000_000,
      request: 'digest',
      sentAs: 'form',
      cause: 'answer-dropped',
    },
  ]);
  expect(isWholeCarried(compactCarried(withSteps(steps, { doneCalls }), 2_000))).toBe(true);
});

test('A dropped answer of a call that asked for nothing to be done leaves no doubt.', () => {
  const steps = { small: made(300), large: made(5_000) };
  const [chain] = compactCarried(withSteps(steps, { safeCalls: ['large'] }), 2_000).chains;
  expect(chain?.headSteps).toEqual({ small: made(300) });
  expect(chain).not.toHaveProperty('doubts');
  expect(chain).not.toHaveProperty('safeCalls');
});

test('I12: An answer that an older version kept leaves a call in doubt of which nobody knows when it was made.', () => {
  const [chain] = compactCarried(
    withSteps({ asked: { status: 200, headers: {}, data: 'x'.repeat(5_000) } }),
    2_000,
  ).chains;
  expect(chain?.doubts).toEqual([{ step: 'asked', since: 0, cause: 'answer-dropped' }]);
});

test('I12: A call that was done before its record was edited is not made under the key of the edit, once its answer is dropped.', () => {
  const edited: WireRecord = { ...record('7'), revision: 1 };
  const rows = [
    [{ newEffects: 1 }, {}, 1, true],
    [{ waiting: [{ stream, record: edited }] }, {}, 1, true],
    [{ waiting: [{ stream, record: edited }], newEffects: 1 }, { revision: 2 }, 2, false],
    [{ waiting: [{ stream, record: edited }] }, { revision: 1 }, 1, false],
  ] as const;
  for (const [more, call, revision, another] of rows) {
    const [chain] = compactCarried(
      withSteps({ asked: made(5_000) }, { ...more, doneCalls: [callOf('asked', call)] }),
      2_000,
    ).chains;
    expect(chain?.doubts).toMatchObject([{ step: 'asked', revision, sentAs: another ? 'another-key' : 'form' }]);
  }
});

test('I10: Where even the doubts of dropped answers are too many, a run says of each chain that one is there.', () => {
  const steps = Object.fromEntries(Array.from({ length: 200 }, (_, step) => [`step-${step}`, made(300)]));
  const doneCalls = [...Object.keys(steps), 'told'].map((step, at) => callOf(step, { since: 1_000 + at }));
  const lost = { since: 5, records: 2, marks: [{ ...stream, partitions: { '0': [0, '9'] as const } }] };
  const many: Carried = {
    ...carried(0),
    chains: carried(100).chains.map((chain) => ({ ...chain, headSteps: { ...steps, told: null }, doneCalls, lost })),
  };
  const compact = compactCarried(many);
  expect(JSON.stringify(compact).length).toBeLessThan(1_500_000);
  expect(compact.chains[0]).toMatchObject({
    headSteps: { told: null },
    lost: { since: 5, records: 2 },
    doubts: [{ since: 1_000, cause: 'answer-dropped' }],
  });
  expect(compact.chains[0]?.lost).not.toHaveProperty('marks');
  expect(compact.chains[0]?.doubts?.[0]).not.toHaveProperty('step');
  expect(isWholeCarried(JSON.parse(JSON.stringify(compact)))).toBe(true);
});

test('I12: Whatever a run lets go, each call that was done is kept or in doubt, and it drops no more than it must.', () => {
  const answers = fc.array(fc.nat(4_000), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      fc.array(answers, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 3_000, max: 30_000 }),
      (sizes, limit) => {
        const chains = sizes.map((own, index) => ({
          ...chain(index),
          headSteps: Object.fromEntries(own.map((bytes, step) => [`s${step}`, made(bytes)])),
          doneCalls: own.map((_bytes, step) => callOf(`s${step}`)),
        }));
        const compact = compactCarried({ ...carried(0), chains }, limit);
        for (const [index, { headSteps = {}, doubts = [] }] of compact.chains.entries()) {
          const known = new UnknownOutcomes(doubts);
          for (const step of Object.keys(chains[index]?.headSteps ?? {})) {
            expect(headSteps[step] !== undefined || known.of(step) !== undefined).toBe(true);
          }
          for (const { step = '' } of doubts) expect(headSteps[step]).toBeUndefined();
        }
        const kept = compact.chains.flatMap(({ headSteps = {} }) =>
          Object.values(headSteps).map((one) => JSON.stringify(one).length),
        );
        const dropped = compact.chains.flatMap(({ doubts = [] }, index) =>
          doubts.map(({ step = '' }) => JSON.stringify((chains[index]?.headSteps ?? {})[step] ?? '').length),
        );
        if (compact.chains.every(({ doubts = [] }) => doubts.every(({ step }) => step !== undefined)))
          expect(Math.min(...dropped, Infinity)).toBeGreaterThanOrEqual(Math.max(...kept, 0) - 2);
      },
    ),
    { numRuns: cases(100) },
  );
});

test('I7: A run hands on what an operator has edited whole and in its place, where it is large.', () => {
  const edited: WireRecord = { ...record('7'), value: { text: 'edited' }, revision: 2 };
  const waiting = [{ stream, record: record('5') }, { stream, record: edited }, ...chain(9).waiting];
  const compact = compactCarried({ ...carried(0), chains: [{ ...chain(1), waiting }] }, 100);
  const [kept] = expandCarried(JSON.parse(JSON.stringify(compact)) as Carried).chains;
  expect(kept?.waiting).toContainEqual({ stream, record: edited });
  expect(kept === undefined ? [] : offsets(kept)).toEqual(offsets({ ...chain(1), waiting }));
});

test('I10: A run hands on 5,000 chains that wait for a retry in one input.', () => {
  // Temporal's limit is 2 MB.
  expect(JSON.stringify(compactCarried(carried(5_000))).length).toBeLessThan(1_900_000);
});
