import type { EffectWait } from '../../../../src/model/contract/effect-contract';
import { retriedLater, postponedAnew } from '../../../../src/workflows/chain/chain-block';

let knows = true;
jest.mock('@temporalio/workflow', () => ({ patched: () => knows }));
beforeEach(() => {
  knows = true;
});

const REFUSED: EffectWait = {
  reason: 'credentials-refused',
  destination: 'api',
  step: 'deliver',
  forMs: 10_000,
  message: 'HTTP 401',
};
const OVERLOADED: EffectWait = { ...REFUSED, reason: 'overloaded', message: 'HTTP 429' };

test('A chain that waits for one reason and then for another says the second, and how long it has waited in all.', () => {
  const waiting = postponedAnew(postponedAnew(undefined, REFUSED, 1_000), OVERLOADED, 11_000);
  expect(waiting).toMatchObject({
    attempts: 0,
    failure: { code: 'overloaded', message: 'Not called: the destination asks for fewer calls. It said: HTTP 429' },
    wait: { reason: 'overloaded', since: 1_000 },
  });
});

test('A chain that waits on for the same reason says what its destination said last.', () => {
  const waiting = postponedAnew(postponedAnew(undefined, REFUSED, 0), { ...REFUSED, message: 'HTTP 403' }, 10_000);
  expect(waiting.failure.message).toContain('HTTP 403');
});

test('A chain whose attempt has failed says how, whatever it waits for afterwards.', () => {
  const failure = {
    code: 'http-status',
    status: 503,
    message: 'HTTP 503',
    destination: 'api',
    step: 'deliver',
  } as const;
  const waiting = postponedAnew(retriedLater(undefined, failure, 500, 0), REFUSED, 1_000);
  expect(postponedAnew(waiting, OVERLOADED, 11_000)).toMatchObject({ failure, attempts: 1, wait: { since: 1_000 } });
});

test('In a history of an older version a chain keeps the reason for which it waited first.', () => {
  knows = false;
  const waiting = postponedAnew(postponedAnew(undefined, REFUSED, 0), OVERLOADED, 10_000);
  expect(waiting).toMatchObject({ failure: { code: 'credentials-refused' }, wait: { reason: 'overloaded' } });
});
