import type { NotedStatus } from '../../model/keys/census';

/** Causes beside those of failures: a key that does not say why, and keys that are too many to be asked. */
export const CAUSE_UNKNOWN = 'unknown';
export const CAUSE_MANY = 'many';

/** Keys of a route that have status, destination and cause in common. */
export interface CensusRow {
  readonly route: string;
  readonly status: NotedStatus | 'held';
  /** Absent if none is the reason. */
  readonly destination?: string | undefined;
  /** `http-status:422`, `breaker-open`; absent for keys that are only paused or held. */
  readonly cause?: string | undefined;
  readonly keys: number;
  /** Since when the first of them stands so, as far as it is known, in milliseconds since the epoch. */
  readonly since?: number | undefined;
  /** One of them: the first, where `since` is known. */
  readonly sample?: { readonly workflowId: string; readonly chain?: string | undefined } | undefined;
}

/** Workflows with keys that somebody closed, and for which no record has come since. */
export interface ClosedUnheld {
  readonly workflows: number;
  /** False if the count is only a lower bound. */
  readonly complete: boolean;
}

/** How the keys of a gateway stood at one moment: what commands and metrics tell comes from here. */
export interface Census {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** False if some lanes did not answer, or if keys were too many to be told apart by cause. */
  readonly complete: boolean;
  /** Largest first. */
  readonly rows: readonly CensusRow[];
  /** Running workflows with keys, by route. */
  readonly running: ReadonlyMap<string, number>;
  /** Routes that have some only: nothing tells of these workflows but this, although records may wait in them. */
  readonly closed: ReadonlyMap<string, ClosedUnheld>;
  /** Hosts of poll agents that somebody closed, by definition. */
  readonly closedAgentHosts: ReadonlyMap<string, number>;
}
