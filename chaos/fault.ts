/** What can be done to a run. `kill` is SIGKILL of a process; `--kills` counts those. */
export interface Fault {
  readonly kind: 'kill' | 'other';
  /** It lasts for a random time between these two. A kill lasts until the process is started again. */
  readonly shortestMs: number;
  readonly longestMs: number;
}

const kill = (longestMs: number): Fault => ({ kind: 'kill', shortestMs: 100, longestMs });
const other = (shortestMs: number, longestMs: number): Fault => ({ kind: 'other', shortestMs, longestMs });

/** Names are those of `--faults`. Add new ones at the end: the schedule of a seed depends on the order of the list. */
export const FAULTS = {
  'kill-bridge': kill(1_000),
  'kill-worker': kill(1_000),
  'kill-temporal': kill(4_000),
  'kill-broker': kill(4_000),
  'kill-api': kill(2_000),
  // SIGSTOP, then SIGCONT. Some last longer than the session timeout of the group (6 s) or the heartbeat timeout of a
  // batch (15 s), so that a process wakes up whose work has gone to others.
  'stop-bridge': other(500, 10_000),
  'stop-worker': other(500, 18_000),
  'stop-temporal': other(500, 5_000),
  'stop-broker': other(500, 5_000),
  'stop-api': other(500, 7_000),
  // The connections of one process are closed under way, go silent, or slow down.
  'cut-temporal': other(0, 1_000),
  'stall-temporal': other(500, 8_000),
  'slow-temporal': other(1_000, 5_000),
  'cut-api': other(0, 1_000),
  'stall-api': other(500, 8_000),
  'slow-api': other(1_000, 5_000),
  // The API treats every third call like this meanwhile.
  'api-errors': other(1_000, 4_000),
  'api-hangs': other(1_000, 4_000),
  'api-lost-answers': other(1_000, 4_000),
  'api-wrong-length': other(1_000, 4_000),
  // The transactions of two producers interleave, and both are aborted.
  'aborted-transactions': other(0, 0),
  'add-partitions': other(0, 0),
  // Another member joins the groups and leaves them, again and again.
  'rebalance-storm': other(2_000, 5_000),
  // The same for all connections of the gateway to one broker.
  'cut-kafka': other(0, 1_000),
  'stall-kafka': other(500, 8_000),
  'slow-kafka': other(1_000, 5_000),
  // The API refuses a third of the keys for good meanwhile; then an operator has the parked keys go on.
  'park-keys': other(2_000, 8_000),
  // An operator replays, with new effects, what a route has read for as long back as the fault lasts.
  replay: other(2_000, 20_000),
  // A topic is deleted and made again under its name.
  'recreate-topic': other(0, 3_000),
  // It is frozen for more than two heartbeat timeouts (15 s). Its long polls take tasks meanwhile, which time out, too,
  // and have certainly gone to another worker when it wakes up.
  'oversleep-worker': other(30_000, 45_000),
  // The API takes every third call, and answers it with what no client can read: two framings, or broken gzip.
  'api-unreadable': other(1_000, 4_000),
  // 429 with Retry-After to everybody.
  'throttle-all': other(1_000, 6_000),
  // The API takes another token from now on; the gateway finds it in its file when the fault is over.
  'rotate-secret': other(1_000, 6_000),
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];
