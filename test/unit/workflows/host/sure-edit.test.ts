import { REFUSED } from '../../../../src/model/keys/key-commands';
import { Chain } from '../../../../src/workflows/chain/chain';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { assertSureEdit } from '../../../../src/workflows/host/sure-commands';

const DOUBT = { step: 'pay', destination: 'bank', since: 1, cause: 'timeout' } as const;
const PLACE = { stream: { id: 's', topic: 't' }, partition: 0, leaderEpoch: 0 };
const LETTER = { stream: { id: 'l', topic: 'l' }, position: { partition: 0, leaderEpoch: 0, offset: '0' } };

const chainAt = (head: object): Chain =>
  new Chain({ chain: 'k', waiting: [{ ...PLACE, ...head }] } as never, new InlineBudget(1_000));

const NEEDS_A_WORD = expect.objectContaining({
  type: REFUSED,
  message: expect.stringMatching(/An edited record would do it again.*Step pay at bank.*with --yes/) as string,
}) as Error;

test('I12: An edit of what may have happened needs a confirmation, and the refusal says what may have happened.', () => {
  const chain = chainAt({ offsets: 'a' });
  const edit = (sure?: true) => (): void => {
    assertSureEdit({ chain }, sure === undefined ? {} : { sure });
  };
  expect(edit()).not.toThrow();
  chain.progress.inDoubt(DOUBT);
  expect(edit()).toThrow(NEEDS_A_WORD);
  expect(edit(true)).not.toThrow();
});

test('I12: An edit of a redriven record needs a confirmation if something may have happened before it was dead-lettered.', () => {
  const position = { partition: 0, leaderEpoch: 0, offset: '3' };
  const chain = chainAt({ position, redriven: { times: 1, letter: LETTER, doubts: [DOUBT] } });
  expect(() => {
    assertSureEdit({ chain }, {});
  }).toThrow(NEEDS_A_WORD);
});
