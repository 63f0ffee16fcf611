import type { AssignedPartition, RecordSource, SourceHandler } from '../../records/record-source';
import type { Telemetry } from '../../telemetry/telemetry';

/** Counts what a route's bridge gets from Kafka and commits there. */
export const measuredSource = (route: string, source: RecordSource, telemetry: Telemetry): RecordSource => ({
  start: (handler) => source.start(measuredHandler(route, handler, telemetry)),
  commit: async (offsets) => {
    const began = performance.now();
    const count = (outcome: 'done' | 'failed'): void => {
      telemetry.observe('sluice_commit_duration_seconds', { route }, (performance.now() - began) / 1_000);
      telemetry.count('sluice_commits_total', { route, outcome });
    };
    try {
      await source.commit(offsets);
      count('done');
    } catch (error) {
      count('failed');
      throw error;
    }
  },
  drain: () => source.drain(),
  close: () => source.close(),
});

const measuredHandler = (route: string, handler: SourceHandler, telemetry: Telemetry): SourceHandler => {
  let assigned: readonly AssignedPartition[] = [];
  return {
    assigned: (partitions) => {
      assigned = partitions;
      telemetry.count('sluice_rebalances_total', { route, change: 'assigned' });
      handler.assigned(partitions);
    },
    batch: (batch, control) => {
      const { topic } = batch.partition.stream;
      telemetry.count('sluice_records_delivered_total', { route, topic }, batch.records.length);
      return handler.batch(batch, control);
    },
    revoking: () => {
      if (assigned.length > 0) telemetry.count('sluice_rebalances_total', { route, change: 'revoked' });
      assigned = [];
      return handler.revoking();
    },
    failed: (error) => {
      assigned = [];
      handler.failed(error);
    },
  };
};
