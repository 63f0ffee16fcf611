/** What can be done to a run. `kill` is SIGKILL of a process; `--kills` counts those. */
export interface Fault {
  readonly kind: 'kill' | 'other';
  /** How long it lasts, drawn between these; for a kill the time until the process is started again. */
  readonly shortestMs: number;
  readonly longestMs: number;
}

const kill = (longestMs: number): Fault => ({ kind: 'kill', shortestMs: 100, longestMs });
const other = (shortestMs: number, longestMs: number): Fault => ({ kind: 'other', shortestMs, longestMs });

/** Names are those of `--faults`. A new one goes to the end: the schedule of a seed is drawn from the list in its order. */
export const FAULTS = {
  'kill-bridge': kill(1_000),
  'kill-worker': kill(1_000),
  'kill-temporal': kill(4_000),
  'kill-broker': kill(4_000),
  'kill-api': kill(2_000),
  // SIGSTOP and SIGCONT. Longer than the session timeout of the group (6 s) now and then, and than the heartbeat timeout of
  // a batch (15 s), so that a process wakes up whose work has gone to others.
  'stop-bridge': other(500, 10_000),
  'stop-worker': other(500, 18_000),
  'stop-temporal': other(500, 5_000),
  'stop-broker': other(500, 5_000),
  'stop-api': other(500, 7_000),
  // Of the connections of one process: closed under way, held without a word, or slowed down.
  'cut-temporal': other(0, 1_000),
  'stall-temporal': other(500, 8_000),
  'slow-temporal': other(1_000, 5_000),
  'cut-api': other(0, 1_000),
  'stall-api': other(500, 8_000),
  'slow-api': other(1_000, 5_000),
  // What the API does to every third call meanwhile.
  'api-errors': other(1_000, 4_000),
  'api-hangs': other(1_000, 4_000),
  'api-lost-answers': other(1_000, 4_000),
  'api-wrong-length': other(1_000, 4_000),
  // Two producers, whose transactions interleave and are both aborted.
  'aborted-transactions': other(0, 0),
  'add-partitions': other(0, 0),
  // Another member joins the groups and leaves them, again and again.
  'rebalance-storm': other(2_000, 5_000),
  // Of all connections of the gateway to one broker.
  'cut-kafka': other(0, 1_000),
  'stall-kafka': other(500, 8_000),
  'slow-kafka': other(1_000, 5_000),
  // The API refuses a third of the keys for good meanwhile; then an operator has the parked keys go on.
  'park-keys': other(2_000, 8_000),
  // An operator replays what a route has read lately, with new effects. As long ago as the fault lasts.
  replay: other(2_000, 20_000),
  // A topic is deleted and made again under its name.
  'recreate-topic': other(0, 3_000),
  // Frozen for more than two heartbeat timeouts (15 s): its long polls take tasks, too, and only what is lost with them and
  // timed out again has gone to another worker for certain when it wakes up.
  'oversleep-worker': other(30_000, 45_000),
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];
