// What workflows ask of activities, and what they answer. Stored in histories like everything in contract.ts: adding
// optional fields is safe, renaming or removing one is not.
import type { AwaitedCallback, CallbackPlace } from './callback-contract';
import type { ChildOutcome, ChildRequest } from './child-contract';
import type { Failure, RecordsSignal } from './contract';
import type { EffectMark } from '../effect-ledger';
import type { EffectResponse } from './effect-response';
import type { Position, Stream, WireBytes, WireRecord, WireValue } from '../record';
import type { Redriven } from '../redrive';
import type {
  RecallRequest,
  RetireQuestion,
  RetireVerdict,
  ShelfFinding,
  ShelveAnswer,
  ShelvedRun,
  TakeRequest,
} from './shelf-contract';

export type { EffectResponse } from './effect-response';

/** An HTTP request to a destination, or the argument of a destination that is a function. */
export interface EffectRequest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: unknown;
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
  /** The request holds a marker where the URL of a callback belongs. */
  readonly callback?: CallbackPlace;
}

/** Step of every `deliver` effect. NEVER CHANGE: it is part of idempotency keys (I5). */
export const DELIVER_STEP = 'deliver';

export interface RecordWork {
  readonly stream: Stream;
  readonly position: Position;
  readonly sequence: number;
  /** Of the record, where an operator has edited it: part of its idempotency keys. */
  readonly revision?: number;
  /** Effects in order; absent for a `deliver` route, whose request is built from `record` by the route's options. */
  readonly effects?: readonly Effect[];
  readonly record?: WireRecord;
  /** The record came back from the dead-letter topic, where its payload is. */
  readonly redriven?: Redriven;
  /** Of the callback that completes a `deliver` record; absent in the first round. */
  readonly round?: number;
  /** Steps done by an earlier attempt of this record; they are not done again. */
  readonly done?: readonly string[];
}

export interface ChainWork {
  readonly chain: string;
  /** Failed attempts of the first record so far, and the step that they were made at. */
  readonly attempts: number;
  readonly failing?: string;
  /** Time since the first of them, in milliseconds, without the time that the chain was postponed. */
  readonly failingForMs?: number;
  readonly records: readonly RecordWork[];
}

export interface EffectBatch {
  readonly gateway: string;
  readonly route: string;
  readonly chains: readonly ChainWork[];
}

export type EffectFailure = Failure &
  ({ readonly terminal: true } | { readonly terminal: false; readonly retryInMs: number });

/** A call that was not begun, because its destination is not to be called now. No attempt of the record. */
export interface EffectWait {
  readonly reason: 'breaker-open' | 'rate-limited';
  readonly forMs: number;
  readonly destination: string;
  readonly step: string;
}

export interface ChainOutcome {
  readonly chain: string;
  /** Records settled, counted from the first. Fewer than asked and no failure: go on from here. */
  readonly settled: number;
  /** Steps of the record after the settled ones that are done. */
  readonly done?: readonly string[];
  /** Responses of effects that asked for an answer, by step, for the record after the settled ones or the last one. */
  readonly answers?: Readonly<Record<string, EffectResponse>>;
  /** The request of the record after the settled ones is done; a callback settles it. */
  readonly awaiting?: AwaitedCallback;
  /** Why the record after the settled ones is not. */
  readonly failure?: EffectFailure;
  /** Instead of a failure: the effect of the record after the settled ones was not begun; come back later. */
  readonly wait?: EffectWait;
  /** Records right behind the failed one whose payloads are gone, too: one decision for all of them. */
  readonly alsoGone?: number;
  /** The last effects that were made or failed for good, oldest first, for the effect ledger. */
  readonly made?: readonly EffectMark[];
  /** So many the workflow keeps of the chain. Absent: LEDGER_KEEP. */
  readonly keep?: number;
  /** Of a heartbeat: the batch is through, and only its lines for the ledger's topic may not be written yet. */
  readonly ended?: true;
}

/** What becomes of a record that failed for good. */
export const TERMINAL_ACTIONS = ['park', 'dead-letter', 'skip'] as const;
export type TerminalAction = (typeof TERMINAL_ACTIONS)[number];

export interface RejectRequest {
  readonly gateway: string;
  readonly route: string;
  readonly chain: string;
  readonly stream: Stream;
  readonly position: Position;
  /** See `RecordWork`. */
  readonly revision?: number;
  readonly redriven?: Redriven;
  /** Of a record that an operator has edited here: Kafka has another one. */
  readonly edited?: WireValue;
  readonly failure: Failure;
  /** Failed attempts, this one included. */
  readonly attempts: number;
  /** Offsets of the records right behind it that failed alike, in the same partition under the same leader epoch. */
  readonly alsoOffsets?: readonly string[];
  /** Of the record, where Kafka may not have it any more. */
  readonly key?: WireBytes | null;
}

export interface ReadRequest {
  readonly route: string;
  readonly stream: Stream;
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly offsets: readonly string[];
  /** These are dead letters of the route: what is wanted is the records in them. */
  readonly letters?: true;
}

/** A record read back, or why it cannot be. `offset` tells which. */
export type ReadResult = { readonly record: WireRecord } | { readonly offset: string; readonly gone: string };

/** All that workflows know of activities. */
export interface Activities {
  performEffects(batch: EffectBatch): Promise<readonly ChainOutcome[]>;
  /** Answers in the order asked. May answer fewer than asked when the payloads are large; ask again for the rest. */
  readRecords(request: ReadRequest): Promise<readonly ReadResult[]>;
  /** Does with a failed record what the policy of its destination or route says, and answers what that was. */
  rejectRecord(request: RejectRequest): Promise<TerminalAction>;
  /** Starts a handler's child workflow if it was not, and waits a few seconds for its result. */
  awaitChild(request: ChildRequest): Promise<ChildOutcome>;
  /** Starts the closed run of a held key again and hands over what waited (I7). */
  reopenKey(request: ReopenRequest): Promise<void>;
  /** Hands records of a held key over to its workflow, which runs again. */
  forwardRecords(workflowId: string, signal: RecordsSignal): Promise<void>;
  /** Resolves when the held-key workflow has handed over all it had; fails until then, to be tried again. */
  handedOver(heldWorkflowId: string): Promise<void>;
  /** Resolves when the offsets of an idle key's records are committed; fails until then, to be tried again. */
  mayRetire(question: RetireQuestion): Promise<RetireVerdict>;
  /** Puts the state of an idle key on its shelf. */
  shelveKey(run: ShelvedRun): Promise<ShelveAnswer>;
  /** The key goes on after all: what lies on its shelf is old. */
  recallKey(request: RecallRequest): Promise<void>;
  /** Takes the state of a key that was retired once. */
  unshelveKey(request: TakeRequest): Promise<ShelfFinding>;
}

export interface ReopenRequest {
  readonly workflowId: string;
  readonly closedRunId: string;
  /** See `HeldInput`. */
  readonly earlierRunId?: string;
}
