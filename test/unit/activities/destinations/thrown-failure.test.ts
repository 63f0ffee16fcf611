import { thrownFailure } from '../../../../src/activities/destinations/thrown-failure';
import { retry } from '../retry';

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
    [{ status: 503 }, false],
  ];
  for (const [error, perhapsDone] of rows) {
    const { perhapsDone: said = false } = thrownFailure(error, retry(), undefined);
    expect([error, said]).toEqual([error, perhapsDone]);
  }
  expect(thrownFailure(new Error('aborted'), retry(), 5)).toMatchObject({ code: 'timeout', perhapsDone: true });
});
