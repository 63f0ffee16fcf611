// What workflows ask of activities, and what activities answer. It is stored in histories like all of contract.ts:
// adding an optional field is safe, renaming or removing one is not.
import type { AwaitedCallback, CallbackPlace } from './callback-contract';
import type { ChildOutcome, ChildRequest } from './child-contract';
import type { Failure, RecordsSignal } from './contract';
import type { KeyStart } from './release-contract';
import type { EffectMark } from './effect-ledger';
import type { EffectResponse } from './effect-response';
import type { UnknownOutcome } from './unknown-outcome';
import type { Position, Stream, WireBytes, WireRecord, WireValue } from './record';
import type { Redriven } from './redrive';
import type { WaitReason } from './wait-reason';
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
  /** Place of the step within its record, from 1; part of the position token. */
  readonly index: number;
  readonly destination: string;
  readonly request: EffectRequest;
  /** Set if the request's data is bytes; its path then stands here, too. */
  readonly bytes?: { readonly base64: string; readonly path?: string };
  /** Set if the handler wants the response, which then goes into history. */
  readonly answer?: true;
  /** Set if the handler wants the numbers of the response digit for digit. */
  readonly digits?: true;
  /** Set if the request holds a marker in place of a callback's URL. */
  readonly callback?: CallbackPlace;
}

/** Step of every `deliver` effect. NEVER CHANGE: it is part of idempotency keys (I5). */
export const DELIVER_STEP = 'deliver';

export interface RecordWork {
  readonly stream: Stream;
  readonly position: Position;
  readonly sequence: number;
  /** Revision of a record that an operator has edited; part of its idempotency keys. */
  readonly revision?: number;
  /** Effects in order; absent for a `deliver` route, whose request is built from `record` by the route's options. */
  readonly effects?: readonly Effect[];
  readonly record?: WireRecord;
  /** Set if the record came back from the dead-letter topic, where its payload is. */
  readonly redriven?: Redriven;
  /** When Kafka got the record, milliseconds since the epoch; set for a replayed record of a handler. */
  readonly producedAt?: number;
  /** See `WireRecord`; set for a record of a handler. */
  readonly trace?: string;
  /** Round of the callback that completes a `deliver` record; absent in the first one. */
  readonly round?: number;
  /** Steps that an earlier attempt of this record has done and that must not be repeated. */
  readonly done?: readonly string[];
  /** Calls of the record that may have had their effects. */
  readonly doubts?: readonly UnknownOutcome[];
}

export interface ChainWork {
  readonly chain: string;
  /** Failed attempts at the first record so far, and the step at which they failed. */
  readonly attempts: number;
  readonly failing?: string;
  /** Milliseconds since the first of those attempts, less the time for which the chain was postponed. */
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

/** Says that a destination for which keys wait is called again: they ask at once, and not at their own times. */
export const WAKE_SIGNAL = 'sluice.wake';

/** A call that did not begin, or does not count as an attempt, because its destination must not be called now. */
export interface EffectWait {
  readonly reason: WaitReason;
  readonly forMs: number;
  readonly destination: string;
  readonly step: string;
  /** What the destination said when it refused all calls, or how the last call failed that it did not serve. */
  readonly message?: string;
  /** Since when the worker calls the destination no more, in milliseconds since the epoch. */
  readonly since?: number;
  /** Set if only this key is refused so far, so that others need not wait for it. */
  readonly alone?: true;
  /** Set if the call was made all the same, and may have had its effect. */
  readonly unsure?: true;
}

export interface ChainOutcome {
  readonly chain: string;
  /** Number of records settled, from the first. If it is lower than asked without a failure, go on from there. */
  readonly settled: number;
  /** Done steps of the record after the settled ones. */
  readonly done?: readonly string[];
  /** Digests of the requests that are done, by step, of the record after the settled ones or the last one. */
  readonly requests?: Readonly<Record<string, string>>;
  /** Digests of how the idempotency keys of these requests were sent, by step. */
  readonly sentAs?: Readonly<Record<string, string>>;
  /** Calls of the record after the settled ones that may have had their effects; they replace what was known. */
  readonly doubts?: readonly UnknownOutcome[];
  /** Responses by step, for effects that asked for an answer, of the record after the settled ones or the last one. */
  readonly answers?: Readonly<Record<string, EffectResponse>>;
  /** Set if the request of the record after the settled ones is done and a callback will settle it. */
  readonly awaiting?: AwaitedCallback;
  /** Why the record after the settled ones is not settled. */
  readonly failure?: EffectFailure;
  /** Set if the failure is about this one record, and not about all that is published where it goes. */
  readonly recordRefused?: true;
  /** Set instead of a failure if the effect of the record after the settled ones did not begin; ask again later. */
  readonly wait?: EffectWait;
  /** Number of records right behind the failed one whose payloads are gone too: one decision covers them all. */
  readonly alsoGone?: number;
  /** The last effects that were done or failed for good, oldest first, for the effect ledger. */
  readonly made?: readonly EffectMark[];
  /** How many the workflow keeps for the chain; LEDGER_KEEP if absent. */
  readonly keep?: number;
  /** Set if the first record may have been sent under a number that nobody knows any more: it gets one beyond that. */
  readonly renumber?: true;
  /** Set in a heartbeat when the batch is finished and only its lines in the ledger's topic may still be missing. */
  readonly ended?: true;
}

/** What can become of a record that failed for good. */
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
  /** How many revisions the record may have had in closed runs that nobody knows; absent for 0. */
  readonly unknownRevisions?: number;
  readonly redriven?: Redriven;
  /** The value of a record that an operator has edited, because Kafka has a different one. */
  readonly edited?: WireValue;
  readonly failure: Failure;
  /** Calls of the record that may have had their effects. */
  readonly doubts?: readonly UnknownOutcome[];
  /** Calls of the record that are done; absent from older versions. */
  readonly done?: readonly UnknownOutcome[];
  /** Number of failed attempts, this one included. */
  readonly attempts: number;
  /** Offsets of the records right behind it that failed alike, in the same partition and leader epoch. */
  readonly alsoOffsets?: readonly string[];
  /** The record's key, if Kafka may no longer have the record. */
  readonly key?: WireBytes | null;
}

export interface ReadRequest {
  readonly route: string;
  readonly stream: Stream;
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly offsets: readonly string[];
  /** Set if the offsets are dead letters of the route, whose records are wanted. */
  readonly letters?: true;
}

/** A record read back, or, for the record at `offset`, why it is gone. */
export type ReadResult = { readonly record: WireRecord } | { readonly offset: string; readonly gone: string };

/** Everything that workflows know about activities. */
export interface Activities {
  performEffects(batch: EffectBatch): Promise<readonly ChainOutcome[]>;
  /** Answers in the order asked. If payloads are large it may answer for fewer than asked; ask again for the rest. */
  readRecords(request: ReadRequest): Promise<readonly ReadResult[]>;
  /** Applies the policy of its destination or route to a failed record, and returns the action taken. */
  rejectRecord(request: RejectRequest): Promise<TerminalAction>;
  /** Starts a handler's child workflow unless it has started, and waits a few seconds for its result. */
  awaitChild(request: ChildRequest): Promise<ChildOutcome>;
  /** Restarts the closed run of a held key and hands over what waited (I7). */
  reopenKey(request: ReopenRequest): Promise<void>;
  /** Hands records of a held key over to its workflow, which is running again. */
  forwardRecords(workflowId: string, signal: RecordsSignal): Promise<void>;
  /** Resolves when the held-key workflow has handed over everything; until then it fails so as to be retried. */
  handedOver(heldWorkflowId: string): Promise<void>;
  /** Resolves when the offsets of an idle key's records are committed; until then it fails so as to be retried. */
  mayRetire(question: RetireQuestion): Promise<RetireVerdict>;
  /** Puts the state of an idle key on its shelf. */
  shelveKey(run: ShelvedRun): Promise<ShelveAnswer>;
  /** Tells the shelf that the key goes on after all, so that the state there is out of date. */
  recallKey(request: RecallRequest): Promise<void>;
  /** Takes the state of a once retired key from its shelf. */
  unshelveKey(request: TakeRequest): Promise<ShelfFinding>;
}

export interface ReopenRequest {
  readonly workflowId: string;
  readonly closedRunId: string;
  /** See `HeldInput`. */
  readonly earlierRunId?: string;
  /** See `Release`. */
  readonly start?: KeyStart;
}
