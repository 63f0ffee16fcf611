import type { Carried, CarriedChain } from '../../../../src/model/contract/contract';
import { unpackReferences } from '../../../../src/model/reference-runs';
import type { WireRecord } from '../../../../src/model/contract/record';
import { compactCarried, expandCarried } from '../../../../src/workflows/host/compact-carried';

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

test('I7: A run hands on what an operator has edited whole and in its place, where it is large.', () => {
  const edited: WireRecord = { ...record('7'), value: { text: 'edited' }, revision: 2 };
  const waiting = [{ stream, record: record('5') }, { stream, record: edited }, ...chain(9).waiting];
  const compact = compactCarried({ ...carried(0), chains: [{ ...chain(1), waiting }] }, 100);
  const [kept] = expandCarried(JSON.parse(JSON.stringify(compact)) as Carried).chains;
  expect(kept?.waiting).toContainEqual({ stream, record: edited });
  expect(kept === undefined ? [] : offsets(kept)).toEqual(offsets({ ...chain(1), waiting }));
});

test('I10: A run hands on 5,000 chains that wait for a retry in one input.', () => {
  expect(JSON.stringify(compactCarried(carried(5_000))).length).toBeLessThan(1_500_000);
});
