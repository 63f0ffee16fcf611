import { AnswerRoom } from '../../../../src/workflows/head/answer-limits';
import { Chain } from '../../../../src/workflows/chain/chain';
import { headDoubts, workDoubts } from '../../../../src/workflows/chain/head-doubts';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { RedoneRecords } from '../../../../src/workflows/inbox/redone-records';

const STREAM = { id: 's', topic: 't' };
const at = (offset: string, leaderEpoch = 0) => ({
  stream: STREAM,
  position: { partition: 0, leaderEpoch, offset },
  bytes: 0,
});
const MARKS = [{ ...STREAM, partitions: { '0': [0, '7'] as const } }];
const REDONE = new RedoneRecords({
  since: 5,
  marks: MARKS,
  revisions: [{ stream: STREAM, position: at('5').position, revision: 2 }],
});
const DOUBT = { since: 5, cause: 'worker-lost' };

const chainWith = (...offsets: readonly string[]): Chain => {
  const chain = new Chain({ chain: 'k', waiting: [] }, new InlineBudget(1), undefined, new AnswerRoom(), REDONE);
  for (const [index, offset] of offsets.entries()) chain.inbox.insert(index, at(offset));
  return chain;
};

test('I12: Each record of a closed run that could not tell what it had done is in doubt, until it is settled.', () => {
  const chain = chainWith('6', '7', '8');
  expect(headDoubts(chain)).toEqual({ doubts: [DOUBT] });
  expect([0, 1, 2].map((index) => workDoubts(chain, index, at(String(6 + index)), {}))).toEqual([
    { doubts: [DOUBT] },
    { doubts: [DOUBT] },
    {},
  ]);
  chain.advance(2);
  expect(headDoubts(chain)).toEqual({});
});

test('I12: A record of a closed run is in doubt at the revision with which it came back, whatever it gets since.', () => {
  expect(REDONE.doubtOf(at('5'))).toEqual({ ...DOUBT, revision: 2 });
  const chain = chainWith('7');
  chain.retryHead(1);
  expect(headDoubts(chain)).toEqual({ doubts: [DOUBT] });
  expect(workDoubts(chain, 0, at('7'), { revision: 1 })).toEqual({ doubts: [DOUBT] });
});

test('Records that the closed run was not sent, replayed ones and redriven ones are in no such doubt.', () => {
  const redriven = { times: 1, letter: { stream: STREAM, position: at('1').position } };
  for (const entry of [
    at('8'),
    at('3', 1),
    { ...at('7'), stream: { ...STREAM, replay: 1 } },
    { ...at('7'), stream: { id: 'other', topic: 't' } },
    { ...at('7'), position: { ...at('7').position, partition: 1 } },
    { ...at('7'), redriven },
  ])
    expect(REDONE.doubtOf(entry)).toBeUndefined();
  expect(new RedoneRecords(undefined).doubtOf(at('7'))).toBeUndefined();
});
