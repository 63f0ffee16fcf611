// The whole vocabulary between bridge, workflows, activities and operator commands. Workflows, activities and bridge
// never import each other; they meet here. Names and shapes are stored in histories: adding optional fields is safe,
// renaming or removing one is not.
import type { Position, Stream, WireBytes, WireRecord } from './record';

/** The one signal for records; a second name could overtake it (facts: handlers registered apart lose their order). */
export const RECORDS_SIGNAL = 'sluice.records';
export const STATUS_QUERY = 'sluice.status';
export const SNAPSHOT_QUERY = 'sluice.snapshot';
export const STATE_QUERY = 'sluice.state';
export const RETRY_UPDATE = 'sluice.retry';
export const SKIP_UPDATE = 'sluice.skip';
/** Tells a held-key workflow that its key runs again. */
export const RELEASE_SIGNAL = 'sluice.release';

/** Workflow types of Sluice itself. A user's handlers use their own export names. */
export const DELIVER_WORKFLOW = 'sluiceDeliver';
export const HELD_WORKFLOW = 'sluiceHeld';

/** Keyword search attribute: `parked`, `retrying`, `held` or unset. */
export const STATUS_ATTRIBUTE = 'SluiceStatus';

export interface RecordsSignal {
  readonly stream: Stream;
  readonly records: readonly WireRecord[];
}

export type Hosting =
  | { readonly kind: 'key'; readonly chain: string; readonly key: WireBytes | null }
  | { readonly kind: 'lane'; readonly lane: number; readonly of: number };

/** Start input of every workflow that hosts chains. */
export interface HostInput {
  readonly gateway: string;
  readonly route: string;
  readonly hosting: Hosting;
  /** Present after continue-as-new and after `sluice keys restart` (I7). */
  readonly carried?: Carried;
}

/** `[leaderEpoch, offset]` of the last accepted record. */
export type WatermarkEntry = readonly [leaderEpoch: number, offset: string];

export interface StreamWatermarks extends Stream {
  /** Accepted position per partition number. */
  readonly partitions: Readonly<Record<string, WatermarkEntry>>;
}

/** Waiting records of a chain that are kept by position only: one run per stream, partition and leader epoch. */
export interface ReferenceRun {
  readonly stream: Stream;
  readonly partition: number;
  readonly leaderEpoch: number;
  /** First offset, then the distance to each next one, all base 36 and joined by commas. */
  readonly offsets: string;
}

export interface InlineEntry {
  readonly stream: Stream;
  readonly record: WireRecord;
}

export type CarriedEntry = InlineEntry | ReferenceRun;

/** What failed, in words an operator can act on. Never holds request headers or credentials. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly step?: string;
  readonly destination?: string;
  readonly status?: number;
}

export const FAILURE_CODES = [
  'http-status',
  'network',
  'timeout',
  'response-too-large',
  'request-invalid',
  'destination-unknown',
  'destination-error',
  'handler-error',
  'undecodable',
  'record-gone',
  'state-too-large',
  'attempts-exhausted',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** Why a chain does not move. */
export type ChainHold =
  | { readonly kind: 'retrying'; readonly failure: Failure; readonly attempts: number; readonly notBefore: number }
  | { readonly kind: 'parked'; readonly failure: Failure; readonly attempts: number; readonly since: number };

/** Answers of effects of the head record that are done: a retry of the record takes them from here. */
export type StepResults = Readonly<Record<string, EffectResponse | null>>;

export interface CarriedChain {
  readonly chain: string;
  readonly key: WireBytes | null;
  readonly state?: unknown;
  readonly waiting: readonly CarriedEntry[];
  /** Sequence of the head record if its effects were begun. */
  readonly headSequence?: number;
  readonly headSteps?: StepResults;
  readonly hold?: ChainHold;
}

export interface Counters {
  readonly accepted: number;
  readonly duplicates: number;
  /** Accepted although the offset went back, because the leader epoch went up: the log was truncated. */
  readonly truncations: number;
  /** Refused: an older leader epoch at a higher offset cannot come from this stream. */
  readonly stale: number;
  readonly settled: number;
  readonly skipped: number;
}

export interface Carried {
  readonly watermarks: readonly StreamWatermarks[];
  readonly chains: readonly CarriedChain[];
  /** Last sequence given to a record; grows by one for each record whose effects begin. */
  readonly sequence: number;
  readonly counters: Counters;
}

export interface ChainStatus {
  readonly chain: string;
  readonly key: WireBytes | null;
  readonly status: 'idle' | 'running' | 'retrying' | 'parked';
  readonly waiting: number;
  readonly head?: Position & { readonly topic: string };
  readonly failure?: Failure;
  readonly attempts?: number;
  /** ISO 8601 time of the next attempt. */
  readonly nextAttempt?: string;
}

export interface HostStatus {
  readonly gateway: string;
  readonly route: string;
  readonly hosting: Hosting;
  readonly counters: Counters;
  readonly waiting: number;
  readonly parked: number;
  /** At most 100 chains: parked ones first, then retrying, then running. */
  readonly chains: readonly ChainStatus[];
}

/** Argument of retry and skip. `offset` guards against acting on another record than the operator saw. */
export interface KeyCommand {
  readonly chain: string;
  readonly offset?: string;
}

/** An HTTP request to a destination, or the argument of a destination that is a function. */
export interface EffectRequest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: unknown;
}

export interface EffectResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
}

export interface Effect {
  /** Names the effect within its record: part of the idempotency key (I5). */
  readonly step: string;
  /** Place of the step within its record, from 1: part of the position token. */
  readonly index: number;
  readonly destination: string;
  readonly request: EffectRequest;
  /** The response is wanted by the handler and goes into history. */
  readonly answer?: true;
}

export interface RecordWork {
  readonly stream: Stream;
  readonly position: Position;
  readonly sequence: number;
  /** Effects in order; absent for a `deliver` route, whose request is built from `record` by the route's options. */
  readonly effects?: readonly Effect[];
  readonly record?: WireRecord;
  /** Steps done by an earlier attempt of this record; they are not done again. */
  readonly done?: readonly string[];
}

export interface ChainWork {
  readonly chain: string;
  /** Failed attempts of the first record so far. */
  readonly attempts: number;
  readonly records: readonly RecordWork[];
}

export interface EffectBatch {
  readonly gateway: string;
  readonly route: string;
  readonly chains: readonly ChainWork[];
}

export type EffectFailure = Failure &
  ({ readonly terminal: true } | { readonly terminal: false; readonly retryInMs: number });

export interface ChainOutcome {
  readonly chain: string;
  /** Records settled, counted from the first. Fewer than asked and no failure: go on from here. */
  readonly settled: number;
  /** Steps of the record after the settled ones that are done. */
  readonly done?: readonly string[];
  /** Responses of effects that asked for an answer, by step, for the record after the settled ones or the last one. */
  readonly answers?: Readonly<Record<string, EffectResponse>>;
  /** Why the record after the settled ones is not. */
  readonly failure?: EffectFailure;
}

export interface ReadRequest {
  readonly route: string;
  readonly stream: Stream;
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly offsets: readonly string[];
}

/** A record read back, or why it cannot be. `offset` tells which. */
export type ReadResult = { readonly record: WireRecord } | { readonly offset: string; readonly gone: string };

/** All that workflows know of activities. */
export interface Activities {
  performEffects(batch: EffectBatch): Promise<readonly ChainOutcome[]>;
  /** Answers in the order asked. May answer fewer than asked when the payloads are large; ask again for the rest. */
  readRecords(request: ReadRequest): Promise<readonly ReadResult[]>;
  /** Starts the closed run of a held key again and hands over what waited (I7). */
  reopenKey(request: ReopenRequest): Promise<void>;
  /** Signals records to a workflow that is running. */
  forwardRecords(workflowId: string, signal: RecordsSignal): Promise<void>;
}

export interface ReopenRequest {
  readonly workflowId: string;
  readonly closedRunId: string;
}

/** Start input of a held-key workflow, which keeps records for a key whose workflow was closed (I7). */
export interface HeldInput {
  readonly gateway: string;
  readonly route: string;
  readonly workflowId: string;
  readonly closedRunId: string;
  readonly carried?: { readonly waiting: readonly CarriedEntry[]; readonly watermarks: readonly StreamWatermarks[] };
}
