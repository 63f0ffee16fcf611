import { Chain } from '../../../../src/workflows/chain/chain';
import { chainStatus } from '../../../../src/workflows/chain/chain-status';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';

const chainOf = (stream: object = { id: 's', topic: 't' }): Chain =>
  new Chain(
    { chain: 'k', waiting: [{ stream, partition: 0, leaderEpoch: 0, offsets: 'a' }] } as never,
    new InlineBudget(1_000),
  );

test('I12: The status of a key says what an edit would do again: a done call whose callback is pending, and what a replay repeats.', () => {
  const waiting = chainOf();
  waiting.callbacks.open('paid', 10, true).sentTo('bank', 'pay');
  waiting.progress.done(['pay']);
  expect(chainStatus(waiting).again).toMatchObject([{ step: 'pay', destination: 'bank', cause: 'done-before' }]);
  expect(chainStatus(chainOf({ id: 's', topic: 't', replay: 2 })).again).toMatchObject([{ cause: 'replayed' }]);
});

test('The status of a key says a call that is in doubt once, and nothing of one that has done nothing.', () => {
  const chain = chainOf();
  expect(chainStatus(chain)).not.toHaveProperty('again');
  chain.progress.inDoubt({ step: 'pay', destination: 'bank', since: 1, cause: 'timeout' });
  expect(chainStatus(chain)).toMatchObject({ doubts: [{ step: 'pay' }] });
  expect(chainStatus(chain)).not.toHaveProperty('again');
});
