import { shownKeyRow } from '../../../../src/console/answers/key-answer';
import type { AddressedKey } from '../../../../src/console/answers/addressed-key';
import type { ShownKey } from '../../../../src/operations/keys/show-key';

const KEY = { route: { name: 'main' }, chain: 'acc-07', workflowId: 'bank/main/acc-07' } as unknown as AddressedKey;

const shownOf = (workflowStatus: string, status?: 'idle' | 'parked'): ShownKey => ({
  ...{ workflowId: 'bank/main/acc-07', runId: 'run', workflowStatus, startTime: new Date(0), answered: true },
  ...(status === undefined
    ? {}
    : {
        status: {
          chain: 'acc-07',
          key: 'acc-07',
          status,
          waiting: 1,
          head: { topic: 't', partition: 0, offset: '7' },
        } as never,
      }),
});

test.each(['idle', 'parked'] as const)(
  'A key whose workflow was closed is held, although its closed run still says that it is %s.',
  (status) => {
    expect(shownKeyRow(KEY, shownOf('TERMINATED', status))).toMatchObject({ status: 'held', record: 't/0/7' });
    expect(shownKeyRow(KEY, shownOf('RUNNING', status))).toMatchObject({ status });
  },
);

test('A key that says nothing is held if its workflow was closed, retired if it is on its shelf, and idle otherwise.', () => {
  expect(shownKeyRow(KEY, shownOf('TERMINATED')).status).toBe('held');
  const retired = { ...shownOf('COMPLETED'), retiredSince: '2026-11-30T00:00:00Z' };
  expect(shownKeyRow(KEY, retired).status).toBe('retired');
  expect(shownKeyRow(KEY, shownOf('RUNNING')).status).toBe('idle');
});
