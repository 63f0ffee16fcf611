import type { EffectWait } from '../../../../src/model/contract/effect-contract';
import { Chain } from '../../../../src/workflows/chain/chain';
import { chainStatus } from '../../../../src/workflows/chain/chain-status';
import { ChainTally } from '../../../../src/workflows/chain/chain-tally';
import { headRevision } from '../../../../src/workflows/chain/head-revision';
import { timeOutCallback } from '../../../../src/workflows/chain/time-out-callback';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';

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

test('A paused chain that gets its callback stays paused in the tally.', () => {
  const tally = new ChainTally<Chain>(() => undefined);
  const chain = chainOf(tally);
  chain.park({ ...FAILURE, step: 'deliver' });
  chain.pause();
  chain.callbacks.open('deliver', 1);
  const target = { chain: 'k', record: 'r', step: 'deliver', round: 1 };
  chain.callbackCame({ ...target, outcome: 'succeeded', id: 'i', digest: 'd' });
  expect([chain.block, tally.searchable().status]).toEqual([undefined, 'paused']);
});

test('A wait that times out leaves in doubt what asked for the callback, until the callback comes.', () => {
  const chain = chainOf();
  const callback = chain.callbacks.open('paid', 5);
  callback.sentTo('bank', 'pay');
  timeOutCallback(chain, callback);
  expect(chain.progress.doubts).toMatchObject([{ step: 'pay', destination: 'bank', cause: 'callback-timeout' }]);
  const target = { chain: 'k', record: 'r', step: 'paid', round: 1 };
  chain.callbackCame({ ...target, outcome: 'succeeded', id: 'i', digest: 'd' });
  expect(chain.progress.doubts).toEqual([]);
});

test('I12: A wait that times out leaves in doubt the very requests that carried its URL, where they went and what they sent.', () => {
  const call = (destination: string) => ({ destination, since: 1, request: 'digest', sentAs: 'form' });
  for (const steady of [true, false]) {
    const chain = chainOf();
    const callback = chain.callbacks.open('paid', 5, steady);
    for (const [step, destination] of [
      ['pay', 'bank'],
      ['tell', 'post'],
      ['note', 'desk'],
    ] as const) {
      callback.sentTo(destination, step);
      chain.progress.remember(step, { status: 202, headers: {}, data: null });
      if (step === 'note') continue;
      const effect = { step, index: 1, destination, request: {} };
      const texts = { requests: { [step]: 'digest' }, sentAs: { [step]: 'form' } };
      chain.progress.made([effect], { chain: 'k', settled: 1, ...texts }, {}, 1);
    }
    timeOutCallback(chain, callback);
    const { request, ...bare } = call('bank');
    // Without one URL for all rounds, the next request is another one.
    const cause = 'callback-timeout';
    const mark = steady ? { ...bare, request } : bare;
    expect(chain.progress.doubts).toEqual([
      { ...mark, step: 'pay', destination: 'bank', cause },
      { ...mark, step: 'tell', destination: 'post', cause },
      { step: 'note', since: expect.any(Number) as number, cause },
    ]);
  }
});

test('I12: An attempt that was lost ends what was refused before, and so does a callback that does not come.', () => {
  const refused = { step: 'pay', destination: 'bank', since: 1, cause: 'timeout', refusedSince: 5 } as const;
  const carry = { chain: 'k', waiting: WAITING, doubts: [refused] };
  const isRefused = (chain: Chain): boolean => chain.carry().doubts?.some((one) => 'refusedSince' in one) === true;
  const failure = { ...FAILURE, code: 'destination-error', step: undefined, terminal: false, retryInMs: 1 } as never;
  const lost = new Chain(carry, new InlineBudget(1_000));
  expect(isRefused(lost)).toBe(true);
  lost.progress.attempted({ chain: 'k', settled: 0, failure }, 7);
  expect(isRefused(lost)).toBe(false);
  const closed = new Chain(carry, new InlineBudget(1_000));
  closed.progress.attempting([{}] as never, 7);
  expect(isRefused(closed)).toBe(false);
  const late = new Chain(carry, new InlineBudget(1_000));
  late.progress.inDoubt({ step: 'pay', since: 9, cause: 'callback-timeout' });
  expect(isRefused(late)).toBe(false);
});

test('A new effect makes another revision of the head record, with another token, and keeps what may have happened.', () => {
  const chain = chainOf();
  const doubt = { step: 'pay', destination: 'bank', since: 1, cause: 'timeout' } as const;
  chain.progress.begin(7);
  chain.progress.inDoubt(doubt);
  chain.park(FAILURE);
  chain.retryHead(1);
  expect(headRevision(chain)).toEqual({ revision: 1 });
  expect([chain.progress.sequence, chain.block]).toEqual([undefined, undefined]);
  expect(new Chain(chain.carry(), new InlineBudget(1_000)).carry()).toEqual(chain.carry());
  expect(chain.carry()).toMatchObject({ newEffects: 1, doubts: [doubt] });
  chain.advance(1);
  expect([headRevision(chain), chain.progress.doubts]).toEqual([{}, []]);
});

test('A wait for a reason that only a newer worker knows is shown by its name, and its chain waits like any other.', () => {
  for (const reason of ['moon-phase', 'constructor', '__proto__']) {
    const chain = chainOf();
    const wait = { reason, forMs: 1_000, destination: 'bank', step: 'pay' } as unknown as EffectWait;
    expect(chain.tryLater({ chain: 'k', settled: 0, wait })).toBe(true);
    expect(chain.standing).toBe('postponed');
    expect(chainStatus(chain)).toMatchObject({
      wait: { reason },
      failure: { message: `Not called: the destination must not be called now (${reason}).` },
    });
    expect(new Chain(chain.carry(), new InlineBudget(1_000)).standing).toBe('postponed');
  }
});
