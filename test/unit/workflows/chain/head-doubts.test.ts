import type { UnknownOutcome } from '../../../../src/model/contract/unknown-outcome';
import { Chain } from '../../../../src/workflows/chain/chain';
import { headDoubts, openDoubts } from '../../../../src/workflows/chain/head-doubts';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';

const STREAM = { id: 's', topic: 't' };
const position = { partition: 0, leaderEpoch: 0, offset: '3' };
const PAY: UnknownOutcome = { step: 'pay', destination: 'bank', since: 1, cause: 'timeout', request: 'digest' };
const LOST: UnknownOutcome = { since: 2, cause: 'worker-lost' };

const redrivenChain = (): Chain => {
  const chain = new Chain({ chain: 'k', waiting: [] }, new InlineBudget(1_000));
  const redriven = { times: 1, letter: { stream: STREAM, position }, doubts: [PAY, LOST] };
  chain.inbox.insert(0, { stream: STREAM, position, bytes: 0, redriven });
  return chain;
};

test('I12: A wait of the handler of a redriven record does not hide what may have happened before the redrive.', () => {
  const chain = redrivenChain();
  expect(headDoubts(chain)).toEqual({ doubts: [PAY, LOST] });
  chain.progress.remember('1', { wait: 'sleep', until: 5 });
  expect(chain.progress.begun).toBe(true);
  expect(headDoubts(chain)).toEqual({ doubts: [PAY, LOST] });
});

test('What was in doubt before a redrive is so until its step is done, and what is lost with a worker until the record is settled.', () => {
  const chain = redrivenChain();
  chain.progress.done(['pay']);
  expect(headDoubts(chain)).toEqual({ doubts: [LOST] });
  expect(openDoubts(chain, chain.inbox.head?.redriven)).toMatchObject({ times: 1, doubts: [LOST] });
  chain.skipHead();
  expect(headDoubts(chain)).toEqual({});
});

test('A callback ends the doubt about the call that carried its URL, also about one from before a redrive.', () => {
  const chain = redrivenChain();
  const callback = chain.callbacks.open('paid', 10);
  callback.sentTo('bank', 'pay');
  callback.answered({ outcome: 'succeeded', digest: 'd' });
  expect(headDoubts(chain)).toEqual({ doubts: [LOST] });
});

test('A wait that timed out keeps its step in doubt, although its request is done.', () => {
  const chain = redrivenChain();
  chain.progress.done(['pay']);
  chain.progress.inDoubt({ ...PAY, cause: 'callback-timeout', since: 7 });
  expect(headDoubts(chain).doubts).toContainEqual({ ...PAY, cause: 'callback-timeout', since: 7 });
});
