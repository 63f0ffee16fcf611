import { REFUSED } from '../../../../src/model/keys/key-commands';
import { Chain } from '../../../../src/workflows/chain/chain';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { assertSureEffect } from '../../../../src/workflows/host/sure-commands';

const COMMAND = { chain: 'k', key: 'k' };
const DOUBT = { step: 'pay', destination: 'bank', since: 1, cause: 'timeout' } as const;

const parked = (): Chain => {
  const waiting = [{ stream: { id: 's', topic: 't' }, partition: 0, leaderEpoch: 0, offsets: 'a' }];
  const chain = new Chain({ chain: 'k', waiting }, new InlineBudget(1_000));
  chain.park({ code: 'timeout', message: '', step: 'pay' });
  return chain;
};

const asserting = (chain: Chain, sure?: true) => (): void => {
  const newEffect = { seen: 0, ...(sure === undefined ? {} : { sure }) };
  assertSureEffect({ chain }, { ...COMMAND, newEffect });
};

test('A new effect of what surely did not happen needs no confirmation.', () => {
  expect(asserting(parked())).not.toThrow();
});

test('I12: A new effect of what may have happened needs a confirmation, and the refusal says what may have happened.', () => {
  const chain = parked();
  chain.progress.inDoubt(DOUBT);
  expect(asserting(chain)).toThrow(
    expect.objectContaining({ type: REFUSED, message: expect.stringContaining('Step pay at bank') as string }) as Error,
  );
  expect(asserting(chain, true)).not.toThrow();
});

test('I12: A new effect of a request whose callback is pending needs a confirmation, and the refusal says that it was done.', () => {
  const chain = parked();
  chain.expectCallback({ step: 'deliver', destination: 'bank', timeoutMs: 1_000 });
  expect(asserting(chain)).toThrow(/A new effect would do it again\. Step deliver at bank was done/);
  expect(asserting(chain, true)).not.toThrow();
});

test('I12: New effects of a record whose handler makes another call of one that is done need a confirmation.', () => {
  const chain = parked();
  const done = { status: 200, headers: {}, data: null };
  for (const step of ['hold', 'pay']) chain.progress.remember(step, done);
  const effects = ['hold', 'pay'].map((step) => ({ step, destination: 'bank', request: { path: '/a' } }));
  chain.progress.made(effects, { chain: 'k', settled: 1 }, {}, 1);
  expect(asserting(chain)).not.toThrow();
  chain.park({ code: 'request-changed', message: '', step: 'pay' });
  expect(asserting(chain)).toThrow(/A new effect would do it again\. Step pay .*was done/);
  expect(asserting(chain, true)).not.toThrow();
});

test('What only asked for something, or was not done, needs none though its handler has changed.', () => {
  const chain = parked();
  chain.park({ code: 'request-changed', message: '', step: 'pay' });
  expect(asserting(chain)).not.toThrow();
});
