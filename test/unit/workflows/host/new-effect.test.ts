import { NOTHING_TO_DO, REFUSED } from '../../../../src/model/key-commands';
import { Chain } from '../../../../src/workflows/chain/chain';
import { retryable } from '../../../../src/workflows/chain/commandable';
import { InlineBudget } from '../../../../src/workflows/chain/inbox';
import { assertNewEffect } from '../../../../src/workflows/host/new-effect';

const COMMAND = { chain: 'k', key: 'k' };
const DOUBT = { step: 'pay', destination: 'bank', since: 1, cause: 'timeout' } as const;

const parked = (): Chain => {
  const waiting = [{ stream: { id: 's', topic: 't' }, partition: 0, leaderEpoch: 0, offsets: 'a' }];
  const chain = new Chain({ chain: 'k', waiting }, new InlineBudget(1_000));
  chain.park({ code: 'timeout', message: '', step: 'pay' });
  return chain;
};

const asserting = (chain: Chain, seen: number, sure?: true) => (): void => {
  const newEffect = { seen, ...(sure === undefined ? {} : { sure }) };
  assertNewEffect(retryable(chain, COMMAND), { ...COMMAND, newEffect });
};

test('A new effect of what surely did not happen needs no confirmation.', () => {
  expect(asserting(parked(), 0)).not.toThrow();
});

test('A new effect of what may have happened needs a confirmation, and the refusal says what may have happened.', () => {
  const chain = parked();
  chain.progress.inDoubt(DOUBT);
  expect(asserting(chain, 0)).toThrow(
    expect.objectContaining({ type: REFUSED, message: expect.stringContaining('Step pay at bank') as string }) as Error,
  );
  expect(asserting(chain, 0, true)).not.toThrow();
});

test('A command for a new effect that is given twice counts once.', () => {
  const chain = parked();
  chain.retryHead(true);
  chain.park({ code: 'timeout', message: '', step: 'pay' });
  expect(asserting(chain, 0)).toThrow(expect.objectContaining({ type: NOTHING_TO_DO }) as Error);
  expect(asserting(chain, 1)).not.toThrow();
});
