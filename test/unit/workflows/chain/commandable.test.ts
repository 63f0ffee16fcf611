import { NOTHING_TO_DO, REFUSED } from '../../../../src/model/keys/key-commands';
import { Chain } from '../../../../src/workflows/chain/chain';
import { commandable, retryable } from '../../../../src/workflows/chain/commandable';
import { InlineBudget } from '../../../../src/workflows/inbox/inbox';

const COMMAND = { chain: 'k', key: 'k' };

/** The first attempt of its record is under way. */
const running = (): Chain => {
  const waiting = [{ stream: { id: 's', topic: 't' }, partition: 0, leaderEpoch: 0, offsets: 'a' }];
  const chain = new Chain({ chain: 'k', waiting }, new InlineBudget(1_000));
  chain.beginTurns();
  return chain;
};

/** An attempt is under way after one has failed. */
const attempted = (): Chain => {
  const chain = running();
  chain.retryLater({ code: 'http-status', message: '' }, 1_000);
  return chain;
};

const paused = (): Chain => {
  const chain = running();
  chain.pause();
  return chain;
};

test('A record that waits for its next attempt may be acted on.', () => {
  const chain = attempted();
  chain.beginRetryWait();
  expect(commandable(chain, COMMAND, 'skip')).toMatchObject({ chain, head: { position: { offset: '10' } } });
  expect(retryable(chain, COMMAND).chain).toBe(chain);
});

test('An operator cannot skip a record while it is being attempted.', () => {
  for (const chain of [attempted(), paused()]) {
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

test('A retry with a new effect of a record under attempt is refused, since it would have none.', () => {
  expect(() => retryable(attempted(), { ...COMMAND, newEffect: { seen: 0 } })).toThrow(
    expect.objectContaining({
      type: REFUSED,
      message: 'The record of key k is being attempted right now: try again in a moment.',
    }) as Error,
  );
});

test('A record whose handler only waits may be taken from it.', () => {
  const chain = running();
  expect(commandable(chain, COMMAND, 'skip', true).chain).toBe(chain);
});

test('A record whose attempt only waits for a callback may be acted on.', () => {
  const chain = running();
  chain.callbacks.beginWait({ callback: chain.callbacks.open('deliver', 0), atRest: () => true });
  expect(commandable(chain, COMMAND, 'skip').chain).toBe(chain);
  expect(retryable(chain, COMMAND).chain).toBe(chain);
});
