import { waitsOf } from '../../../../src/operations/status/destinations-status';

test('A destination says each reason for which its keys wait once, since the first of them, in its words.', () => {
  const failure = (message: string) => ({ code: 'overloaded', message }) as const;
  const wait = (reason: 'overloaded' | 'breaker-open', since: number) => ({ reason, since, destination: 'api' });
  expect(
    waitsOf([
      { wait: wait('overloaded', 2_000), failure: failure('later') },
      { wait: wait('overloaded', 1_000), failure: failure('first') },
      { wait: { ...wait('breaker-open', 4_000), shutSince: 3_000 } },
      { failure: failure('not waiting') },
    ]),
  ).toEqual([
    { reason: 'overloaded', since: '1970-01-01T00:00:01.000Z', message: 'first' },
    { reason: 'breaker-open', since: '1970-01-01T00:00:03.000Z', message: '' },
  ]);
});
