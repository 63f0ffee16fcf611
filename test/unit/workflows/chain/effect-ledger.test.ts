import type { ChainOutcome } from '../../../../src/model/contract/effect-contract';
import { effectBytes, type EffectFacts } from '../../../../src/model/contract/effect-ledger';
import type { Stream } from '../../../../src/model/contract/record';
import { EffectLedger } from '../../../../src/workflows/chain/effect-ledger';

const stream: Stream = { id: 'x'.repeat(32), topic: 'payments' };
const replayed: Stream = { ...stream, replay: 2, effects: 2 };
const works = (count: number, from = 0, of = stream): Parameters<EffectLedger['add']>[1] =>
  Array.from({ length: count }, (_, index) => ({
    stream: of,
    position: { partition: 3, leaderEpoch: 1, offset: String(from + index) },
  }));
const facts = (at: number): EffectFacts => ['deliver', 'api', 1, at, 200, 'a'.repeat(12)];
const outcome = (chain: string, count: number, more: Partial<ChainOutcome> = {}, at = 0): ChainOutcome => ({
  chain,
  settled: count,
  made: Array.from({ length: count }, (_, index) => [index, facts(at + index)] as const),
  ...more,
});
const offsets = (ledger: EffectLedger, chain?: string): readonly string[] =>
  ledger.of(chain).map(({ position }) => position.offset);

test('The effect ledger knows of each effect whose it is, also where an operator had edited the record.', () => {
  const ledger = new EffectLedger();
  const [work] = works(1, 7);
  if (work !== undefined) ledger.add('key-1', [{ ...work, revision: 2 }], outcome('key-1', 1));
  expect(ledger.of('key-1')).toEqual([
    {
      chain: 'key-1',
      stream,
      position: { partition: 3, leaderEpoch: 1, offset: '7' },
      revision: 2,
      facts: facts(0),
    },
  ]);
  expect(ledger.of('key-2')).toEqual([]);
});

test('I10: The effect ledger keeps the last 20 effects of a key, or as many as the worker says.', () => {
  const ledger = new EffectLedger();
  ledger.add('key-1', works(50), outcome('key-1', 50));
  expect(offsets(ledger, 'key-1')).toEqual(Array.from({ length: 20 }, (_, index) => String(30 + index)));
  ledger.add('key-1', works(1, 50), outcome('key-1', 1, { keep: 3 }));
  expect(offsets(ledger, 'key-1')).toEqual(['48', '49', '50']);
  ledger.add('key-1', works(1, 51), { chain: 'key-1', settled: 1, keep: 0 });
  expect(offsets(ledger)).toEqual([]);
  expect(ledger.carry()).toEqual({});
});

test('I10: A lane that is full forgets the effects of the key that had none for the longest time.', () => {
  const ledger = new EffectLedger(undefined, 5);
  ledger.add('key-1', works(2), outcome('key-1', 2));
  ledger.add('key-2', works(2, 10), outcome('key-2', 2));
  ledger.add('key-1', works(1, 2), outcome('key-1', 1));
  ledger.add('key-3', works(2, 20), outcome('key-3', 2));
  expect(offsets(ledger, 'key-1')).toEqual(['0', '1', '2']);
  expect(offsets(ledger, 'key-2')).toEqual([]);
  expect(offsets(ledger, 'key-3')).toEqual(['20', '21']);
});

test('I10: The effect ledger is bounded in bytes, whatever the names are.', () => {
  const long: EffectFacts = ['s'.repeat(64), 'd'.repeat(40), 99, Date.now(), 503, 'a'.repeat(12), 'http-status', 1];
  const ledger = new EffectLedger();
  for (let index = 0; index < 600; index += 1) {
    const chain = `${'k'.repeat(113)}~${index}`;
    ledger.add(chain, works(1, index + 1e15), { chain, settled: 0, made: [[0, long]] });
  }
  const { length } = JSON.stringify(ledger.carry());
  expect(length).toBeGreaterThan(32 * 1024);
  expect(length).toBeLessThan(64 * 1024);
});

test('I7: The effect ledger is the same in the next run, with replays told apart from the first time.', () => {
  const ledger = new EffectLedger();
  ledger.add('key-1', works(3), outcome('key-1', 3));
  ledger.add('key-2', works(2, 0, replayed), outcome('key-2', 2, {}, 10));
  const carried = JSON.parse(JSON.stringify(ledger.carry())) as ReturnType<EffectLedger['carry']>;
  const next = new EffectLedger(carried.ledger);
  expect(next.of()).toEqual(ledger.of());
  expect(next.of('key-2')[0]?.stream).toEqual(replayed);
  expect(next.carry()).toEqual(ledger.carry());
});

test('An effect takes no more bytes of the ledger than it counts for.', () => {
  const longest: EffectFacts = ['s', 'd', 1e6, Date.now(), 503, 'a'.repeat(12), 'response-too-large', 1];
  const row = [99, 999_999, 2 ** 31, '9'.repeat(19), 999, longest];
  expect(JSON.stringify(row).length + 1).toBeLessThanOrEqual(effectBytes(longest));
});
