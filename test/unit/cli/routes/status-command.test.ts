import { statusExitCode } from '../../../../src/cli/routes/status-command';
import type { GatewayStatus } from '../../../../src/operations/status/gateway-status';

interface Parts {
  readonly closed?: number;
  readonly failing?: readonly string[];
  readonly closedHosts?: number;
}

const statusOf = (keys: readonly string[], { closed = 0, failing = [], closedHosts = 0 }: Parts = {}): GatewayStatus =>
  ({
    temporal: {
      routes: new Map([['main', { control: {}, failing: { ids: failing, unknown: 0 } }]]),
      failing: { ids: [], unknown: 3 },
      agents: [{ definition: 'rates', closed: closedHosts }],
      census: {
        rows: keys.map((status) => ({ route: 'main', status, keys: 1 })),
        closed: new Map(closed === 0 ? [] : [['main', { workflows: closed, complete: true }]]),
      },
    },
    kafka: new Map(),
  }) as unknown as GatewayStatus;

const codeOf = (status: GatewayStatus, exitCode = true): number => statusExitCode(status, { exitCode }, 0);

test.each(['parked', 'held'])('Keys that are %s end `status --exit-code` in 8, and `status` in 0.', (status) => {
  expect(codeOf(statusOf(['retrying', status]))).toBe(8);
  expect(codeOf(statusOf([status]), false)).toBe(0);
});

test.each<[string, Parts]>([
  ['were closed, while no record has come for their keys', { closed: 1 }],
  ['cannot run', { failing: ['bank/main/acc-07'] }],
  ['host poll agents, and were closed', { closedHosts: 1 }],
])('Workflows that %s end `status --exit-code` in 8, and `status` in 0.', (_words, parts) => {
  expect(codeOf(statusOf([], parts))).toBe(8);
  expect(codeOf(statusOf([], parts), false)).toBe(0);
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
