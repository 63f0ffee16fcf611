import type { SendResult } from '../../bridge/signal-sender';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { Telemetry } from '../../telemetry/telemetry';

const OUTCOMES: Readonly<Record<SendResult['kind'], true>> = {
  durable: true,
  unknown: true,
  busy: true,
  throttled: true,
  full: true,
  'too-large': true,
  heavy: true,
  failed: true,
};

/**
 * Counters whose labels are known begin at 0: Prometheus sees no increase in a series that begins with its first event,
 * so that nobody would be told of the first failure.
 */
export const beginAtZero = (
  { routes, destinations, agents, outbox }: Pick<ResolvedConfig, 'routes' | 'destinations' | 'agents' | 'outbox'>,
  telemetry: Pick<Telemetry, 'count'>,
): void => {
  for (const { name: route } of routes) {
    telemetry.count('sluice_records_durable_total', { route }, 0);
    telemetry.count('sluice_dead_letters_failed_total', { route }, 0);
    for (const outcome of Object.keys(OUTCOMES)) telemetry.count('sluice_signals_total', { route, outcome }, 0);
    for (const outcome of ['done', 'failed']) telemetry.count('sluice_commits_total', { route, outcome }, 0);
    for (const change of ['assigned', 'revoked']) telemetry.count('sluice_rebalances_total', { route, change }, 0);
  }
  for (const destination of destinations.keys()) {
    telemetry.count('sluice_calls_total', { destination, outcome: '2xx' }, 0);
  }
  for (const { name } of agents) {
    telemetry.count('sluice_poll_items_total', { agents: name }, 0);
    for (const outcome of ['done', 'failed']) telemetry.count('sluice_polls_total', { agents: name, outcome }, 0);
  }
  if (!outbox.enabled) return;
  for (const outcome of ['committed', 'aborted', 'doubt']) {
    telemetry.count('sluice_publish_transactions_total', { outcome }, 0);
  }
};
