import { AnswerRoom } from '../../../../src/workflows/head/answer-limits';
import { Chain } from '../../../../src/workflows/chain/chain';
import { freshRevision } from '../../../../src/workflows/chain/head-revision';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { RedoneRecords } from '../../../../src/workflows/inbox/redone-records';

let knows = true;
const asked: string[] = [];
jest.mock('@temporalio/workflow', () => ({
  patched: (name: string) => {
    asked.push(name);
    return knows;
  },
}));

const STREAM = { id: 's', topic: 't' };
const marks = [{ ...STREAM, partitions: { '0': [0, '7'] as const } }];
const REDONE = new RedoneRecords({ since: 5, marks, unknownRevisions: 2 });

const chainAt = (offset: string, stream: object = {}, redone = REDONE): Chain => {
  const chain = new Chain({ chain: 'k', waiting: [] }, new InlineBudget(1), undefined, new AnswerRoom(), redone);
  const position = { partition: 0, leaderEpoch: 0, offset };
  chain.inbox.insert(0, { stream: { ...STREAM, ...stream }, position, bytes: 0 });
  return chain;
};

test('I12: Another request of a record gets a revision under which it had none, neither before a replay nor in a closed run.', () => {
  const replayed = chainAt('8', { replay: 2 });
  expect(freshRevision(replayed)).toBe(20_001);
  replayed.retryHead(20_001);
  expect(freshRevision(replayed)).toBe(20_002);
  expect(freshRevision(chainAt('7'))).toBe(3);
  const redriven = { times: 1, letter: { stream: STREAM, position: { partition: 0, leaderEpoch: 0, offset: '1' } } };
  const letter = chainAt('8');
  letter.inbox.insert(0, { stream: STREAM, position: redriven.letter.position, bytes: 0, redriven });
  expect(freshRevision(letter)).toBe(3);
});

test('I12: A letter tells the revisions that its record may have had in a closed run, wherever it goes on.', () => {
  const letter = { stream: STREAM, position: { partition: 0, leaderEpoch: 0, offset: '1' } };
  const redriven = { times: 1, letter, unknownRevisions: 5 };
  const elsewhere = chainAt('9', {}, new RedoneRecords(undefined));
  elsewhere.inbox.insert(0, { ...letter, bytes: 0, redriven });
  expect(freshRevision(elsewhere)).toBe(6);
  const again = chainAt('9');
  again.inbox.insert(0, { ...letter, bytes: 0, redriven: { ...redriven, unknownRevisions: 1 } });
  expect(freshRevision(again)).toBe(3);
});

test('Revisions are counted on where that is enough, and in histories of older versions, which asked for nothing else.', () => {
  asked.length = 0;
  expect(freshRevision(chainAt('8'))).toBe(1);
  expect(freshRevision(chainAt('7', {}, new RedoneRecords(undefined)))).toBe(1);
  expect(asked).toEqual([]);
  knows = false;
  expect(freshRevision(chainAt('8', { replay: 2 }))).toBe(1);
  expect(asked).toEqual(['fresh-revisions']);
});
