import type { ChainBlock, Failure } from '../../../../src/model/contract/contract';
import type { EffectWait } from '../../../../src/model/contract/effect-contract';
import { failingForMs, postponed, retriedLater, withoutWait } from '../../../../src/workflows/chain/chain-block';

const FAILURE: Failure = { code: 'http-status', message: 'HTTP 503', step: 'deliver', destination: 'api', status: 503 };
const WAIT: EffectWait = { reason: 'breaker-open', forMs: 10_000, destination: 'api', step: 'deliver' };

test('A chain whose attempts fail counts them, and the time since the first.', () => {
  const first = retriedLater(undefined, FAILURE, 500, 1_000);
  expect(first).toMatchObject({ attempts: 1, since: 1_000, notBefore: 1_500 });
  const second = retriedLater(first, FAILURE, 1_000, 4_000);
  expect(second).toMatchObject({ attempts: 2, since: 1_000, notBefore: 5_000 });
  expect(failingForMs(second, 61_000)).toBe(60_000);
});

test('A chain whose attempts fail begins anew at another step.', () => {
  const first = retriedLater(undefined, FAILURE, 500, 1_000);
  expect(retriedLater(first, { ...FAILURE, step: 'next' }, 500, 9_000)).toMatchObject({ attempts: 1, since: 9_000 });
});

test('A chain whose attempts fail begins its time now where an older version kept none.', () => {
  const old: ChainBlock = { kind: 'retrying', failure: FAILURE, attempts: 4, notBefore: 0 };
  expect(failingForMs(old, 9_000)).toBeUndefined();
  expect(retriedLater(old, FAILURE, 500, 9_000)).toMatchObject({ attempts: 5, since: 9_000 });
});

test('A chain that is postponed uses up neither attempts nor age, however often.', () => {
  const failed = retriedLater(retriedLater(undefined, FAILURE, 500, 0), FAILURE, 500, 1_000);
  const waiting = postponed(postponed(failed, WAIT, 2_000), WAIT, 12_000);
  expect(waiting).toMatchObject({ failure: FAILURE, attempts: 2, notBefore: 22_000 });
  expect(failingForMs(waiting, 22_000)).toBe(2_000);
  expect(retriedLater(waiting, FAILURE, 500, 22_000)).toMatchObject({ attempts: 3, since: 20_000 });
});

test('A chain that is postponed has had no attempt if none failed before, and says why it waits.', () => {
  const waiting = postponed(undefined, WAIT, 0);
  expect(waiting).toMatchObject({
    attempts: 0,
    failure: { code: 'breaker-open', destination: 'api', step: 'deliver' },
  });
  expect(failingForMs(waiting, 60_000)).toBeUndefined();
  expect(retriedLater(waiting, FAILURE, 500, 60_000)).toMatchObject({ attempts: 1, since: 60_000 });
});

test('A chain that is postponed keeps its attempts and age where its wait is not carried.', () => {
  const waiting = postponed(retriedLater(undefined, FAILURE, 500, 0), WAIT, 1_000);
  const carried = withoutWait(waiting);
  expect(carried).not.toHaveProperty('wait');
  expect(carried).toMatchObject({ attempts: 1, notBefore: 11_000 });
  expect(failingForMs(carried, 11_000)).toBe(1_000);
});

test('A chain that waits for its destination says why, and what the destination said.', () => {
  const refused: EffectWait = { ...WAIT, reason: 'credentials-refused', message: 'HTTP 401: expired' };
  expect(postponed(undefined, refused, 0).failure).toMatchObject({
    code: 'credentials-refused',
    message: 'Not called: the destination does not take our credentials. It said: HTTP 401: expired',
  });
});

test('A chain that is postponed tells since when its destination is not called, and never a later time.', () => {
  const waiting = postponed(undefined, { ...WAIT, since: 1_000 }, 5_000);
  expect(waiting.wait).toMatchObject({ since: 5_000, shutSince: 1_000 });
  expect(postponed(waiting, { ...WAIT, since: 9_000 }, 15_000).wait).toMatchObject({ since: 5_000, shutSince: 1_000 });
  expect(postponed(waiting, WAIT, 15_000).wait).toMatchObject({ shutSince: 1_000 });
  const other = postponed(waiting, { ...WAIT, reason: 'overloaded', since: 9_000 }, 15_000);
  expect(other.wait).toMatchObject({ reason: 'overloaded', shutSince: 9_000 });
});
