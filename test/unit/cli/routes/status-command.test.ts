import { statusExitCode } from '../../../../src/cli/routes/status-command';
import type { GatewayStatus } from '../../../../src/operations/status/gateway-status';

const statusOf = (keys: readonly string[], control: object = {}): GatewayStatus =>
  ({
    temporal: {
      routes: new Map([['main', { control }]]),
      census: { rows: keys.map((status) => ({ route: 'main', status, keys: 1 })) },
    },
    kafka: new Map(),
  }) as unknown as GatewayStatus;

const codeOf = (status: GatewayStatus, exitCode = true): number => statusExitCode(status, { exitCode }, 0);

test.each(['parked', 'held'])('Keys that are %s end `status --exit-code` in 8, and `status` in 0.', (status) => {
  expect(codeOf(statusOf(['retrying', status]))).toBe(8);
  expect(codeOf(statusOf([status]), false)).toBe(0);
});

test('Keys that go on by themselves, and those that somebody has paused, need nobody.', () => {
  expect(codeOf(statusOf(['retrying', 'postponed', 'paused']))).toBe(0);
  expect(codeOf(statusOf([]))).toBe(0);
});

test('An engine that does not answer counts for more than a key that waits.', () => {
  const parked = statusOf(['parked']);
  expect(codeOf({ ...parked, temporal: { problem: 'away' } })).toBe(4);
  expect(codeOf({ ...parked, kafka: { problem: 'away' } })).toBe(1);
});
