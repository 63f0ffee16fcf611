import { thrownFailure } from '../../../../../src/activities/destinations/http/thrown-failure';
import { retry } from '../../retry';

test('I12: What a destination in code throws leaves a doubt, unless it says that nothing has happened.', () => {
  const rows: readonly (readonly [error: unknown, perhapsDone: boolean])[] = [
    [new Error('socket hang up'), true],
    [new TypeError('undefined is not a function'), true],
    [{ retryable: true }, true],
    [{ status: 502 }, true],
    [undefined, true],
    [{ retryable: false }, false],
    [{ status: 422 }, false],
    [{ status: 429, retryAfter: 5 }, false],
    [{ status: 503 }, true],
    [{ status: 503, retryAfter: 5 }, false],
  ];
  for (const [error, perhapsDone] of rows) {
    const { perhapsDone: said = false } = thrownFailure(error, retry(), undefined);
    expect([error, said]).toEqual([error, perhapsDone]);
  }
  expect(thrownFailure(new Error('aborted'), retry(), 5)).toMatchObject({ code: 'timeout', perhapsDone: true });
});

/** What cannot be turned into text, or throws when it is looked at. */
const hostile = (): readonly unknown[] => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const thrower = (name: string): unknown =>
    Object.defineProperty(new Error('jam'), name, {
      get: () => {
        throw new Error('got');
      },
    });
  const bare: unknown = Object.create(null);
  const fields = ['name', 'message', 'retryable', 'retryAfter', 'status', 'code'];
  return [
    bare,
    proxy,
    Symbol('jam'),
    ...[bare, proxy, Symbol('jam'), 10n, () => 1].flatMap((value) => fields.map((name) => ({ [name]: value }))),
    ...fields.map(thrower),
    {
      toString: () => {
        throw new Error('no text');
      },
    },
    { toString: () => ({}), valueOf: () => ({}) },
  ];
};

test('I6: Whatever a destination in code throws becomes a failure in words, and leaves a doubt.', () => {
  for (const error of hostile()) {
    const failure = thrownFailure(error, retry(), undefined);
    expect(failure).toMatchObject({ code: 'destination-error', terminal: false, perhapsDone: true });
    expect(failure.message).toMatch(/./);
    expect(JSON.parse(JSON.stringify(failure))).toEqual(failure);
  }
});
