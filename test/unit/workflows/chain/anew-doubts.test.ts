import { anewDoubts, headDoubts, abandonedDoubts } from '../../../../src/workflows/chain/head-doubts';
import { Chain } from '../../../../src/workflows/chain/chain';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';

const STREAM = { id: 's', topic: 't' };

const chainOf = (stream: object = STREAM): Chain =>
  new Chain(
    { chain: 'k', waiting: [{ stream, partition: 0, leaderEpoch: 0, offsets: 'a' }] } as never,
    new InlineBudget(1_000),
  );

/** A handler's call `pay` is done and has the URL of the callback `paid`. */
const waiting = (): Chain => {
  const chain = chainOf();
  const callback = chain.callbacks.open('paid', 10, true);
  callback.sentTo('bank', 'pay');
  chain.progress.done(['pay']);
  return chain;
};

test('I12: A done call whose callback is pending would be done again by another request, and a skip tells of it.', () => {
  const chain = waiting();
  const done = { doubts: [expect.objectContaining({ step: 'pay', destination: 'bank', cause: 'done-before' })] };
  expect(anewDoubts(chain)).toEqual(done);
  expect(abandonedDoubts(chain)).toEqual(done);
  expect(headDoubts(chain)).toEqual({});
});

test('I12: A retry remembers that the request which it makes again was done, until it is done once more.', () => {
  const chain = waiting();
  chain.retryHead();
  expect(headDoubts(chain).doubts).toEqual([expect.objectContaining({ step: 'pay', cause: 'done-before' })]);
  chain.progress.done(['pay']);
  expect(headDoubts(chain)).toEqual({});
});

test('A call that is not done yet, and one whose callback has come, are not done again.', () => {
  const open = chainOf();
  open.callbacks.open('paid', 10).sentTo('bank', 'pay');
  expect(anewDoubts(open)).toEqual({});
  const answered = waiting();
  answered.callbackCame({ step: 'paid', outcome: 'succeeded', digest: 'd' } as never);
  expect(anewDoubts(answered)).toEqual({});
});

test('I12: A child that was begun would be begun again by another request, and one that is done would not.', () => {
  const chain = chainOf();
  const begun = { doubts: [{ step: 'child', since: 0, cause: 'child-begun' }] };
  chain.progress.childAsked('child');
  expect([anewDoubts(chain), abandonedDoubts(chain)]).toEqual([begun, begun]);
  chain.progress.remember('child', { wait: 'child', attempt: 1, started: true });
  expect(anewDoubts(chain)).toEqual(begun);
  expect(chain.progress.doneBefore(9, { revision: 2 })).toEqual([
    { step: 'child', since: 9, cause: 'child-begun', revision: 2 },
  ]);
  chain.progress.remember('child', { wait: 'child', attempt: 1, started: true, completed: {} });
  expect(anewDoubts(chain)).toEqual({});
  expect(chain.progress.doneBefore(9)).toEqual([{ step: 'child', since: 9, cause: 'done-before' }]);
  chain.progress.childAsked('other');
  chain.skipHead();
  expect(abandonedDoubts(chain)).toEqual({});
});

test('I12: What a replay repeats under first keys may have happened before, and what it sends as new effects has not.', () => {
  expect(anewDoubts(chainOf({ ...STREAM, replay: 2 }))).toEqual({ doubts: [{ since: 0, cause: 'replayed' }] });
  expect(anewDoubts(chainOf({ ...STREAM, replay: 2, effects: 2 }))).toEqual({});
});
