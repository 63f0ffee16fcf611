import { headText, keyLine } from '../../../../src/cli/keys/key-lines';
import { shownKeyText } from '../../../../src/cli/keys/shown-key-lines';

test('A line of a key says where it stands, what waits, and why.', () => {
  const line = keyLine({
    workflowId: 'bank/transfers/acc-07',
    chain: 'acc-07',
    key: 'acc-07',
    status: 'retrying',
    waiting: 4,
    head: { topic: 'transfers', partition: 2, leaderEpoch: 0, offset: '17' },
    attempts: 3,
    failure: { code: 'http-status', message: 'HTTP 503\u001b' },
    nextAttempt: '2026-01-02T03:04:05.000Z',
  });
  expect(line).toBe(
    'retrying   acc-07  at transfers/2/17, 4 waiting, failed attempts: 3, http-status: HTTP 503\\u001b, next attempt 2026-01-02T03:04:05.000Z  [bank/transfers/acc-07]',
  );
});

test('The code of a handler that refused its record stands behind the failure.', () => {
  const failure = { code: 'handler-refused', message: 'count -2', reason: 'bad-count\u001b' } as const;
  expect(headText({ failure })).toBe('handler-refused (bad-count\\u001b): count -2');
});

const shown = {
  workflowId: 'bank/transfers/acc-07',
  runId: 'run-1',
  workflowStatus: 'RUNNING',
  startTime: new Date(0),
  chain: 'acc-07',
  answered: true,
};

test('A key with nothing to do is idle; a closed one says what to do; one without a worker is unknown.', () => {
  expect(shownKeyText(shown)).toContain('status     idle: nothing waiting');
  expect(shownKeyText({ ...shown, workflowStatus: 'TERMINATED' })).toContain(
    'run        run-1, TERMINATED, started 1970-01-01T00:00:00.000Z; closed: `sluice keys restart -r transfers -k acc-07` continues it',
  );
  expect(shownKeyText({ ...shown, workflowStatus: 'TERMINATED' })).toContain('status     held, 0 waiting');
  expect(shownKeyText({ ...shown, answered: false })).toContain('status     unknown: no worker answered');
});

test('A large or hostile state of a key is cut and escaped.', () => {
  const text = shownKeyText({ ...shown, state: { note: `\u009b${'x'.repeat(100_000)}` } });
  expect(text.length).toBeLessThan(3_000);
  expect(text).toContain('{"note":"\\u009bxxx');
});
