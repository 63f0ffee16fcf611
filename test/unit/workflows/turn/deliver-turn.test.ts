import { STATUS_QUERY, type HostStatus } from '../../../../src/model/contract/contract';
import { sluiceDeliver } from '../../../../src/workflows/stock/sluice-deliver';
import { sandbox } from '../../support/fake-sandbox';
import { answer, HOST, send } from '../handler/handled-records';

jest.mock(
  '@temporalio/workflow',
  () => jest.requireActual<{ sandbox: { module: object } }>('../../support/fake-sandbox').sandbox.module,
);

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => sandbox.now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('A key whose request was taken waits for its callback, whatever hindered its earlier attempts.', async () => {
  sandbox.begin();
  sandbox.begun = (): void => undefined;
  void sluiceDeliver(HOST);
  await send(1);
  const failure = { code: 'timeout', message: 'Late.', step: 'deliver', destination: 'bank' } as const;
  await answer({ failure: { ...failure, terminal: false, retryInMs: 1_000 } });
  const shown = (): HostStatus['chains'][number] | undefined => (sandbox.query(STATUS_QUERY) as HostStatus).chains[0];
  expect(shown()).toMatchObject({ status: 'retrying', attempts: 1 });
  await sandbox.pass(1_000);
  await answer({ done: ['deliver'], awaiting: { step: 'deliver', destination: 'bank', timeoutMs: 60_000 } });
  expect(shown()).toMatchObject({ status: 'waiting', callback: { step: 'deliver' } });
  for (const field of ['failure', 'attempts', 'nextAttempt']) expect(shown()).not.toHaveProperty(field);
});
