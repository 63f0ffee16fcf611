import { ROUTE_STATES } from '../../bridge/route-phase';
import type { RouteRunner } from '../../bridge/route-runner';
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { Log } from '../../log';
import type { Watch } from '../../telemetry/watch';
import { PartitionLooks } from './partition-looks';

type Watched = Pick<RouteRunner, 'state' | 'failure' | 'bridge'>;

/** Shows what the bridge of a route does, to those who scrape and to those who ask whether records are taken. */
export const watchRoute = (
  config: ResolvedConfig,
  client: Client,
  resolved: ResolvedRoute,
  runner: Watched,
  { telemetry, health }: Pick<Watch, 'telemetry' | 'health'>,
  log: Log,
): void => {
  const route = resolved.name;
  const looks = new PartitionLooks(config, client, resolved, log);
  health.add('ready', { name: `route ${route}`, problem: () => problemOf(runner) });
  telemetry.gauge('sluice_route_state', (put) => {
    for (const state of ROUTE_STATES) put({ route, state }, Number(runner.state === state));
  });
  telemetry.gauge('sluice_signals_in_flight', (put) => {
    put({ route }, runner.bridge?.signalsUnderWay ?? 0);
  });
  telemetry.gauge('sluice_records_pending', (put) => {
    put({ route }, runner.bridge?.pending.records ?? 0);
  });
  telemetry.gauge('sluice_pending_bytes', (put) => {
    put({ route }, runner.bridge?.pending.bytes ?? 0);
  });
  telemetry.gauge('sluice_partitions_assigned', (put) => {
    put({ route }, runner.bridge?.assignedPartitions.length ?? 0);
  });
  telemetry.gauge('sluice_partition_lag', (put) => {
    for (const { stream, partition } of runner.bridge?.assignedPartitions ?? []) {
      const lag = looks.lag(stream.topic, partition);
      if (lag !== undefined) put({ route, topic: stream.topic, partition: String(partition) }, lag);
    }
  });
  telemetry.gauge('sluice_partition_oldest_unfinished_seconds', (put) => {
    for (const { stream, partition } of runner.bridge?.assignedPartitions ?? []) {
      const age = looks.oldestAge(stream.topic, partition);
      if (age !== undefined) put({ route, topic: stream.topic, partition: String(partition) }, age / 1_000);
    }
  });
  telemetry.gauge('sluice_inbox_depth', (put) => {
    for (const [index, records] of looks.deepest.entries()) put({ route, rank: String(index + 1) }, records);
  });
};

/** A paused route does what it was told, so it is ready. */
const problemOf = ({ state, failure }: Watched): string | undefined => {
  if (state === 'running' || state === 'paused') return undefined;
  if (failure !== undefined) return `${failure.code}: ${failure.message}`;
  return state === 'ended' ? 'it drains' : 'it has not joined its consumer group yet';
};
