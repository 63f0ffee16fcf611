// Every metric that Sluice itself exposes, once: `docs/metrics.md` is made from this table, and the exporter takes
// nothing else. A label holds what the configuration names or a word of a closed list, never a key, an id or a text of
// a record: the number of series must not grow with the number of keys.
import type { Metric } from './metric';
import { PROCESS_METRICS } from './process-metric-table';

const CALL_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;
const ENGINE_SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10] as const;

export const METRICS = {
  sluice_build_info: {
    kind: 'gauge',
    labels: ['version', 'gateway'],
    help: 'Always 1; the labels say what runs.',
  },
  sluice_records_delivered_total: {
    kind: 'counter',
    labels: ['route', 'topic'],
    help: 'Records that Kafka has delivered to the bridge, repeats after a rebalance included.',
  },
  sluice_records_durable_total: {
    kind: 'counter',
    labels: ['route'],
    help: 'Records that Temporal has confirmed: from then on they are not lost, and their offsets are committed.',
  },
  sluice_records_replayed_total: {
    kind: 'counter',
    labels: ['route'],
    help: 'Records that became durable once more since a replay was asked for.',
  },
  sluice_records_accepted_total: {
    kind: 'counter',
    labels: ['route'],
    help: 'Records that workflows have taken in, each once.',
  },
  sluice_records_settled_total: {
    kind: 'counter',
    labels: ['route'],
    help: 'Records that are done: their effects are made, and what they publish is published.',
  },
  sluice_records_dropped_total: {
    kind: 'counter',
    labels: ['route', 'reason'],
    help: 'Records that workflows left out: duplicate, stale (of a log that was cut off), refused, skipped or dead-lettered.',
  },
  sluice_records_redriven_total: {
    kind: 'counter',
    labels: ['route'],
    help: 'Dead letters that workflows have taken in again.',
  },
  sluice_records_pending: {
    kind: 'gauge',
    labels: ['route'],
    help: 'Records that Kafka has delivered and Temporal has not confirmed.',
  },
  sluice_pending_bytes: {
    kind: 'gauge',
    unit: 'bytes',
    labels: ['route'],
    help: 'Size of the records that Temporal has not confirmed.',
  },
  sluice_signals_total: {
    kind: 'counter',
    labels: ['route', 'outcome'],
    help: 'Signals with records that the bridge has sent to Temporal, by outcome; those that failed are sent again.',
  },
  sluice_signal_duration_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['route'],
    help: 'Time until Temporal answers a signal.',
    buckets: ENGINE_SECONDS,
  },
  sluice_signals_in_flight: {
    kind: 'gauge',
    labels: ['route'],
    help: 'Signals that Temporal has not answered.',
  },
  sluice_commits_total: {
    kind: 'counter',
    labels: ['route', 'outcome'],
    help: 'Commits of offsets to Kafka: done or failed.',
  },
  sluice_commit_duration_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['route'],
    help: 'Time until Kafka answers a commit of offsets.',
    buckets: ENGINE_SECONDS,
  },
  sluice_rebalances_total: {
    kind: 'counter',
    labels: ['route', 'change'],
    help: 'Changes of the partitions that this bridge reads: assigned or revoked.',
  },
  sluice_partitions_assigned: {
    kind: 'gauge',
    labels: ['route'],
    help: 'Partitions that this bridge reads.',
  },
  sluice_partition_lag: {
    kind: 'gauge',
    labels: ['route', 'topic', 'partition'],
    help: 'Offsets between the end of a partition and what is committed, for the partitions that this bridge reads.',
  },
  sluice_partition_oldest_unfinished_seconds: {
    kind: 'gauge',
    unit: 'seconds',
    labels: ['route', 'topic', 'partition'],
    help: 'Age of the oldest record that is not read yet or that a key seen is at; for the partitions that this bridge reads.',
  },
  sluice_route_state: {
    kind: 'gauge',
    labels: ['route', 'state'],
    help: 'What the bridge of a route does: 1 for its state (starting, running, paused, failed, ended), 0 for the others.',
  },
  sluice_keys: {
    kind: 'gauge',
    labels: ['route', 'status', 'destination', 'cause'],
    help: 'Keys that do not move: parked, paused and held ones need somebody, retrying and postponed ones go on by themselves.',
  },
  sluice_workflows_running: {
    kind: 'gauge',
    labels: ['route'],
    help: 'Workflows with keys that are open: one per key, or the lanes in use.',
  },
  sluice_workflows_closed: {
    kind: 'gauge',
    labels: ['route'],
    help: 'Workflows with keys that somebody closed, and for which no record has come since: records may wait in them.',
  },
  sluice_inbox_depth: {
    kind: 'gauge',
    labels: ['route', 'rank'],
    help: 'Records in the five fullest inboxes among up to 100 workflows of a route, those with keys that do not move first.',
  },
  sluice_census_age_seconds: {
    kind: 'gauge',
    unit: 'seconds',
    labels: [],
    help: 'How long ago sluice_keys was counted; it is left out once that is longer than 60 s.',
  },
  sluice_census_complete: {
    kind: 'gauge',
    labels: [],
    help: '0 if lanes did not answer or keys were too many, so that sluice_keys is a lower bound or knows no causes.',
  },
  sluice_calls_total: {
    kind: 'counter',
    labels: ['destination', 'outcome'],
    help: 'Calls of destinations by outcome: 2xx, the status of a refusal, or the code of a failure without an answer.',
  },
  sluice_call_duration_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['destination'],
    help: 'Time that one attempt of a call took, from its request to the end of its answer.',
    buckets: CALL_SECONDS,
  },
  sluice_calls_in_flight: {
    kind: 'gauge',
    labels: ['destination'],
    help: 'Calls that have no answer yet.',
  },
  sluice_calls_postponed_total: {
    kind: 'counter',
    labels: ['destination', 'cause'],
    help: 'Calls that were not made since the destination took none: breaker-open, rate-limited and the like.',
  },
  sluice_breaker_open: {
    kind: 'gauge',
    labels: ['destination'],
    help: '1 while the circuit breaker of a destination keeps this worker from calling it.',
  },
  sluice_gate_closed: {
    kind: 'gauge',
    labels: ['destination', 'cause'],
    help: '1 while a destination has refused all keys (credentials, rate, maintenance) and this worker waits for it.',
  },
  sluice_records_failed_total: {
    kind: 'counter',
    labels: ['route', 'destination', 'cause', 'action'],
    help: 'Records that failed for good, by what became of them: park, dead-letter or skip.',
  },
  sluice_handler_errors_total: {
    kind: 'counter',
    labels: ['route'],
    help: 'Errors that handlers threw, and rejected promises of theirs that nothing waited for.',
  },
  sluice_keys_released_total: {
    kind: 'counter',
    labels: ['route', 'by'],
    help: 'Parked keys that went on, by what released them: retry, skip, edit or a callback.',
  },
  sluice_dead_letters_failed_total: {
    kind: 'counter',
    labels: ['route'],
    help: 'Attempts to write a dead letter that failed; the record waits until one succeeds.',
  },
  sluice_published_records_total: {
    kind: 'counter',
    labels: ['topic'],
    help: 'Records that were published to Kafka by routes, handlers and poll agents.',
  },
  sluice_publish_transactions_total: {
    kind: 'counter',
    labels: ['outcome'],
    help: 'Transactions of outbox writers: committed, aborted, or in doubt until the next one of the writer.',
  },
  sluice_polls_total: {
    kind: 'counter',
    labels: ['agents', 'outcome'],
    help: 'Polls of agents: done or failed.',
  },
  sluice_poll_items_total: {
    kind: 'counter',
    labels: ['agents'],
    help: 'Items that polls have found, those included that were published before.',
  },
  sluice_poll_duration_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['agents'],
    help: 'Time that one poll took, all its pages included.',
    buckets: CALL_SECONDS,
  },
  sluice_agent_hosts_closed: {
    kind: 'gauge',
    labels: ['agents'],
    help: 'Workflows with poll agents that somebody closed: their agents poll nothing until `sluice agents restart`.',
  },
  sluice_callbacks_total: {
    kind: 'counter',
    labels: ['answer'],
    help: 'Callbacks by the HTTP status that they were answered with.',
  },
  ...PROCESS_METRICS,
} as const satisfies Readonly<Record<string, Metric>>;

type Table = typeof METRICS;
export type MetricName = keyof Table;
export type NameOf<Kind extends Metric['kind']> = {
  [N in MetricName]: Table[N]['kind'] extends Kind ? N : never;
}[MetricName];
export type LabelsOf<N extends MetricName> = Readonly<Record<Table[N]['labels'][number], string>>;
