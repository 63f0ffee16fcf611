import { BatchLedger } from '../../../../src/activities/effects/batch-ledger';
import type { ResolvedRoute } from '../../../../src/config/route/resolved-route';
import type { ChainOutcome, EffectBatch } from '../../../../src/model/contract/effect-contract';
import type { EffectFacts, EffectMark } from '../../../../src/model/contract/effect-ledger';
import type { LedgerLine } from '../../../../src/model/records/ledger-line';

const stream = { id: 'stream-1', topic: 'payments' };
const batch = (chains: number, records: number): EffectBatch => ({
  gateway: 'bank',
  route: 'main',
  chains: Array.from({ length: chains }, (_, chain) => ({
    chain: `key-${chain}`,
    attempts: 0,
    records: Array.from({ length: records }, (_record, index) => ({
      stream,
      position: { partition: chain, leaderEpoch: 0, offset: String(index) },
      sequence: index,
    })),
  })),
});
const facts = (at: number): EffectFacts => ['deliver', 'api', 1, at, 201, 'abc'];
const outcomes = (chains: number, records: number): readonly ChainOutcome[] =>
  Array.from({ length: chains }, (_, chain) => ({
    chain: `key-${chain}`,
    settled: records,
    made: Array.from({ length: records }, (_mark, index): EffectMark => [index, facts(1_000 + index)]),
  }));
const ledger = (
  of: EffectBatch,
  ledgerKeep: number,
  writeLedger?: (lines: readonly LedgerLine[]) => Promise<void>,
): BatchLedger =>
  new BatchLedger(
    { destinations: new Map(), routes: [{ name: 'main', ledgerKeep } as ResolvedRoute], writeLedger },
    of,
    false,
  );
const open = new AbortController().signal;

test('I10: A batch tells the last effects of each chain, not one for each record.', () => {
  const [reply] = ledger(batch(1, 500), 20).replyOf(outcomes(1, 500));
  expect(reply?.made?.map(([record]) => record)).toEqual(Array.from({ length: 20 }, (_, index) => 480 + index));
  expect(reply).not.toHaveProperty('keep');
  expect(ledger(batch(1, 9), 3).replyOf(outcomes(1, 9))[0]).toMatchObject({ keep: 3, made: { length: 3 } });
});

test('I10: A batch tells the newest 500 effects over all its chains.', () => {
  const reply = ledger(batch(100, 20), 20).replyOf(outcomes(100, 20));
  const made = reply.flatMap(({ made: own = [] }) => own);
  expect(made).toHaveLength(500);
  expect(Math.min(...made.map(([, [, , , at]]) => at))).toBe(1_015);
});

test('A batch tells nothing of its effects where the ledger is off, and nothing of them is kept.', () => {
  expect(ledger(batch(1, 2), 0).replyOf(outcomes(1, 2))).toEqual([{ chain: 'key-0', settled: 2, keep: 0 }]);
});

test('A batch tells nothing of its effects where the worker does not know the route.', () => {
  const unknown = ledger({ ...batch(1, 2), route: 'other' }, 20);
  expect(unknown.replyOf(outcomes(1, 2))).toEqual([{ chain: 'key-0', settled: 2 }]);
});

test("The ledger's topic gets every effect once from an attempt, with the idempotency key of its record.", async () => {
  const lines: LedgerLine[] = [];
  const own = ledger(batch(1, 30), 5, (some) => {
    lines.push(...some);
    return Promise.resolve();
  });
  const made = outcomes(1, 30);
  await own.write(made, open);
  await own.write(made, open);
  expect(lines).toHaveLength(30);
  expect(lines[29]).toEqual({
    gateway: 'bank',
    route: 'main',
    chain: 'key-0',
    topic: 'payments',
    partition: 0,
    leaderEpoch: 0,
    offset: '29',
    stream: 'stream-1',
    step: 'deliver',
    destination: 'api',
    idempotencyKey: 'bank.stream-1.0.0.29.0.deliver',
    result: 'done',
    status: 201,
    attempts: 1,
    time: '1970-01-01T00:00:01.029Z',
    digest: 'abc',
  });
});

test("A ledger's topic that does not take the effects fails the batch, which is tried again.", async () => {
  const own = ledger(batch(1, 1), 5, () => Promise.reject(new Error('no leader')));
  await expect(own.write(outcomes(1, 1), open)).rejects.toMatchObject({
    type: 'LedgerUnavailable',
    nonRetryable: false,
    message: expect.stringContaining('no leader') as unknown,
  });
});

test("The ledger's topic holds up no worker that stops.", async () => {
  const own = ledger(batch(1, 1), 5, () => new Promise(() => undefined));
  await expect(own.write(outcomes(1, 1), AbortSignal.abort())).rejects.toMatchObject({ type: 'LedgerUnavailable' });
});
