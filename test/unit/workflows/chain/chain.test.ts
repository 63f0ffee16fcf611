import { Chain } from '../../../../src/workflows/chain/chain';
import { ChainTally } from '../../../../src/workflows/chain/chain-tally';
import { InlineBudget } from '../../../../src/workflows/chain/inbox';

const FAILURE = { code: 'http-status', message: 'HTTP 503', step: 'pay' } as const;
const WAITING = [{ stream: { id: 's', topic: 't' }, partition: 0, leaderEpoch: 0, offsets: 'a' }];

const chainOf = (tally?: ChainTally<Chain>): Chain =>
  new Chain({ chain: 'k', waiting: WAITING }, new InlineBudget(1_000), tally);

test('A pause lies over the block of a chain, which is there again when the chain is resumed.', () => {
  const tally = new ChainTally<Chain>(() => undefined);
  const chain = chainOf(tally);
  chain.park(FAILURE);
  chain.pause();
  expect([chain.standing, chain.block?.kind, tally.searchable().status]).toEqual(['paused', 'parked', 'paused']);
  chain.resume();
  expect([chain.standing, tally.searchable().status]).toEqual(['parked', 'parked']);
});

test('A chain between attempts runs and is not busy, so that an operator may act on its head record.', () => {
  const chain = chainOf();
  chain.beginTurns();
  expect([chain.running, chain.busy]).toEqual([true, true]);
  chain.beginRetryWait();
  expect([chain.running, chain.busy]).toEqual([true, false]);
  chain.endRetryWait();
  chain.endTurns();
  expect([chain.running, chain.busy]).toEqual([false, false]);
});

test('The next head record begins with nothing of the one before.', () => {
  const chain = chainOf();
  chain.progress.begin(4);
  chain.progress.done(['pay']);
  chain.callbacks.open('paid', 5);
  chain.retryLater(FAILURE, 1_000);
  chain.advance(1);
  expect([chain.headBegun, chain.block, chain.progress.sequence]).toEqual([false, undefined, undefined]);
  expect(chain.carry()).toEqual({ chain: 'k', waiting: [] });
});

test('A handler has lost its record when an operator skips it, and not when it is settled.', () => {
  const chain = chainOf();
  const { handling } = chain.progress;
  chain.advance(1);
  expect(chain.progress.handling).toBe(handling);
  chain.skipHead();
  expect(chain.progress.handling).not.toBe(handling);
});
