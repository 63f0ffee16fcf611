export interface RouteRow {
  readonly route: string;
  /** What operators want, and what bridges do; absent where Temporal or Kafka does not answer. */
  readonly desired?: string;
  readonly real?: string;
  readonly lanes: number;
  readonly groupMembers?: number;
  /** Offsets between the ends of its partitions and what is committed. */
  readonly lag?: string;
  /** Age of the oldest record that is not finished, in milliseconds. */
  readonly oldestMs?: number;
  readonly workflows?: number;
  /** Records accepted and not settled; a lower bound unless `waitingComplete`. */
  readonly waiting?: number;
  readonly waitingComplete?: boolean;
  readonly parked?: number;
  readonly retrying?: number;
  readonly postponed?: number;
  readonly paused?: number;
  readonly held?: number;
  /** Workflows whose code fails. */
  readonly failing?: number;
  /** Workflows that somebody closed, and for which no record has come since. */
  readonly closed?: number;
  readonly failures: readonly string[];
  readonly replay?: {
    readonly number: number;
    readonly phase: string;
    readonly done?: string;
    readonly total?: string;
  };
}

/** How a destination does, as the gateway's own metrics have it. */
export interface CallRates {
  readonly breakerOpen: boolean;
  /** Why its gate is closed. */
  readonly gateClosed: readonly string[];
  readonly inFlight: number;
  /** Over the last seconds; absent until they were asked twice. */
  readonly perSecond?: number;
  readonly failedPerSecond?: number;
  /** Seconds, as the upper bounds of the histogram's buckets have it. */
  readonly p50?: number;
  readonly p95?: number;
}

export interface DestinationRow {
  readonly destination: string;
  readonly parked: number;
  readonly retrying: number;
  readonly postponed: number;
  readonly waits: readonly { readonly reason: string; readonly since?: string }[];
  readonly calls?: CallRates;
}

/** Keys that stand still for one reason. */
export interface GroupRow {
  readonly route: string;
  readonly status: string;
  readonly destination?: string;
  /** Absent for keys that are only paused or held. */
  readonly cause?: string;
  readonly keys: number;
  readonly since?: string;
  /** False if no filter finds these keys: then they are not acted on together. */
  readonly selectable: boolean;
}

export interface Groups {
  readonly rows: readonly GroupRow[];
  /** False if there are more keys than these. */
  readonly complete: boolean;
}

export interface AgentsRow {
  readonly definition: string;
  readonly agents: number;
  readonly retrying: number;
  readonly paused: number;
  readonly published: number;
  readonly unanswered: number;
  readonly closed: number;
}

export interface OverviewAnswer {
  readonly gateway: string;
  /** ISO 8601. */
  readonly at: string;
  /** Which half does not answer, and why. */
  readonly problems: readonly string[];
  readonly workers?: number;
  readonly routes: readonly RouteRow[];
  readonly destinations: readonly DestinationRow[];
  readonly groups: Groups;
  readonly agents: readonly AgentsRow[];
  readonly outbox: readonly { readonly writer: number; readonly status: string; readonly trouble: boolean }[];
  /** False if no metrics of a gateway can be asked, so that rates are missing. */
  readonly metrics: boolean;
}

export interface LagAnswer {
  readonly everyMs: number;
  /** Oldest first; milliseconds since the epoch. */
  readonly times: readonly number[];
  /** By route; null where Kafka did not answer. */
  readonly lags: Readonly<Record<string, readonly (number | null)[]>>;
}
