import { NOTHING_TO_DO, REFUSED } from '../../../../src/model/key-commands';
import { Chain } from '../../../../src/workflows/chain/chain';
import { commandable, retryable } from '../../../../src/workflows/host/commandable';
import { InlineBudget } from '../../../../src/workflows/chain/inbox';

const COMMAND = { chain: 'k', key: 'k' };

const retrying = (): Chain => {
  const waiting = [{ stream: { id: 's', topic: 't' }, partition: 0, leaderEpoch: 0, offsets: 'a' }];
  const chain = new Chain({ chain: 'k', waiting }, new InlineBudget(1_000));
  chain.retryLater({ code: 'http-status', message: '' }, 1_000);
  return chain;
};

/** An attempt is under way: it has failed before, or an operator has paused the key meanwhile. */
const attempted = (): Chain => Object.assign(retrying(), { running: true });

test('A record that waits for its next attempt may be acted on.', () => {
  const chain = attempted();
  chain.waiting = true;
  expect(commandable(chain, COMMAND, 'skip')).toMatchObject({ chain, head: { position: { offset: '10' } } });
  expect(retryable(chain, COMMAND).chain).toBe(chain);
});

test('A record under attempt is not taken away from it.', () => {
  for (const chain of [attempted(), Object.assign(attempted(), { hold: undefined, paused: true })]) {
    expect(() => commandable(chain, COMMAND, 'skip')).toThrow(
      expect.objectContaining({
        type: REFUSED,
        message: 'The record of key k is being attempted right now: try again in a moment.',
      }) as Error,
    );
  }
});

test('A retry of a record under attempt has nothing to do.', () => {
  expect(() => retryable(attempted(), COMMAND)).toThrow(
    expect.objectContaining({
      type: NOTHING_TO_DO,
      message: 'The record of key k is being attempted right now.',
    }) as Error,
  );
});

test('A record whose handler only waits may be taken from it.', () => {
  const chain = Object.assign(attempted(), { hold: undefined });
  expect(commandable(chain, COMMAND, 'skip', true).chain).toBe(chain);
});

test('A record whose attempt only waits for a callback may be acted on.', () => {
  const chain = Object.assign(attempted(), { hold: undefined });
  chain.awaited.add({ callback: chain.callbacks.open('deliver', 0), atRest: () => true });
  expect(commandable(chain, COMMAND, 'skip').chain).toBe(chain);
  expect(retryable(chain, COMMAND).chain).toBe(chain);
});
