import { visibleKey } from '../../../../src/operations/census/visible-key';

const FAILED = ['http-status', 'http-status:503'];

test.each([
  ['parked', FAILED, { status: 'parked', cause: 'http-status:503' }],
  ['retrying', ['timeout'], { status: 'retrying', cause: 'timeout' }],
  ['postponed', ['breaker-open'], { status: 'postponed', cause: 'breaker-open' }],
  // One that has failed often, and whose destination is not to be called now.
  ['retrying', ['breaker-open', ...FAILED], { status: 'postponed', cause: 'breaker-open' }],
  ['paused', [], { status: 'paused', cause: undefined }],
  ['paused', FAILED, { status: 'paused', cause: 'http-status:503' }],
  // A worker of an older version does not say why.
  ['parked', [], { status: 'parked', cause: 'unknown' }],
])('A workflow that is visible as %s with causes %j is counted as %j.', (status, causes, key) => {
  const workflow = { workflowId: 'bank/transfers/a', status, destinations: ['ledger'], causes, started: undefined };
  expect(visibleKey(workflow)).toEqual({ destination: 'ledger', ...key });
});

test('A workflow that is visible without a status moves.', () => {
  expect(
    visibleKey({ workflowId: 'a', status: undefined, destinations: [], causes: [], started: undefined }),
  ).toBeUndefined();
});
