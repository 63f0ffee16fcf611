import { beginAtZero } from '../../../../src/gateway/measured/begin-at-zero';
import { counted } from './counted';

test('Counters whose labels the configuration knows begin at zero, so that their first event is an increase.', () => {
  const telemetry = counted();
  const config = {
    routes: [{ name: 'r' }],
    destinations: new Map([['api', {}]]),
    agents: [{ name: 'feed' }],
    outbox: { enabled: true },
  };
  beginAtZero(config as unknown as Parameters<typeof beginAtZero>[0], telemetry);
  expect(telemetry.counts).toEqual(
    expect.arrayContaining([
      'sluice_signals_total{route=r,outcome=failed} 0',
      'sluice_commits_total{route=r,outcome=failed} 0',
      'sluice_dead_letters_failed_total{route=r} 0',
      'sluice_calls_total{destination=api,outcome=2xx} 0',
      'sluice_polls_total{agents=feed,outcome=failed} 0',
      'sluice_publish_transactions_total{outcome=doubt} 0',
    ]),
  );
  expect(telemetry.counts.every((line) => line.endsWith(' 0'))).toBe(true);
});

test('A gateway that publishes nothing has no series of transactions.', () => {
  const telemetry = counted();
  const config = { routes: [], destinations: new Map(), agents: [], outbox: { enabled: false } };
  beginAtZero(config as unknown as Parameters<typeof beginAtZero>[0], telemetry);
  expect(telemetry.counts).toEqual([]);
});
