import type { Client } from '@temporalio/client';
import { waitingLetters } from '../../../../src/operations/status/waiting-letters';

const NOW = 1_000_000;
const clientWith = (pendingActivities: readonly object[]): Client =>
  ({
    workflow: { getHandle: () => ({ describe: () => Promise.resolve({ raw: { pendingActivities } }) }) },
  }) as unknown as Client;

test('Keys that wait for their dead letter are told with the reason of the last attempt, once that takes longer than a moment.', async () => {
  const failing = { activityType: { name: 'rejectRecord' }, lastFailure: { message: 'not enough replicas' } };
  const client = clientWith([{ activityType: { name: 'performEffects' }, lastFailure: { message: 'x' } }, failing]);
  const key = (since: number) => ({ workflowId: 'bank/transfers/a', since });
  expect(await waitingLetters(client, [key(NOW - 1_000)], NOW)).toBeUndefined();
  const late = [key(NOW - 1_000), key(NOW - 4_000), key(NOW - 12_000)];
  expect(await waitingLetters(client, late, NOW)).toEqual({
    keys: 2,
    since: new Date(NOW - 12_000).toISOString(),
    problem: 'not enough replicas',
  });
  expect(await waitingLetters(clientWith([]), late, NOW)).toMatchObject({ problem: null });
});
