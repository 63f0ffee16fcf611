/** Dynamic settings of each Temporal that we start, by name; values are JSON. See docs/temporal.md. */
export const TEMPORAL_SETTINGS: Readonly<Record<string, string>> = {
  'system.enableActivityEagerExecution': 'true',
  // The dev server's limits suit a shared cluster, and under throttling it serves signals before worker polls.
  'frontend.rps': '20000',
  'frontend.namespaceRPS': '20000',
  'history.rps': '50000',
  'matching.rps': '50000',
  'history.persistenceMaxQPS': '100000',
  // By default a shard looks for new tasks at most 20 times a second, and the dev server has one shard for all workflows:
  // every step of every workflow waits for its turn.
  'history.transferProcessorMaxPollRPS': '1000',
  'history.timerProcessorMaxPollRPS': '1000',
  'history.visibilityProcessorMaxPollRPS': '1000',
  // With few pollers, more partitions only add forwarding.
  'matching.numTaskqueueReadPartitions': '1',
  'matching.numTaskqueueWritePartitions': '1',
};
