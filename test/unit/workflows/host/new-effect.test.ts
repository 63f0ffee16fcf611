import { NOTHING_TO_DO } from '../../../../src/model/keys/key-commands';
import { Chain } from '../../../../src/workflows/chain/chain';
import { retryable } from '../../../../src/workflows/chain/commandable';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { assertNewEffect } from '../../../../src/workflows/host/sure-commands';

const COMMAND = { chain: 'k', key: 'k' };

const parked = (): Chain => {
  const waiting = [{ stream: { id: 's', topic: 't' }, partition: 0, leaderEpoch: 0, offsets: 'a' }];
  const chain = new Chain({ chain: 'k', waiting }, new InlineBudget(1_000));
  chain.park({ code: 'timeout', message: '', step: 'pay' });
  return chain;
};

const asserting = (chain: Chain, seen: number) => (): void => {
  assertNewEffect(retryable(chain, COMMAND), { ...COMMAND, newEffect: { seen } });
};

test('A command for a new effect that is given twice counts once.', () => {
  const chain = parked();
  chain.retryHead(1);
  chain.park({ code: 'timeout', message: '', step: 'pay' });
  expect(asserting(chain, 0)).toThrow(expect.objectContaining({ type: NOTHING_TO_DO }) as Error);
  expect(asserting(chain, 1)).not.toThrow();
});
