// The whole vocabulary shared by bridge, workflows, activities and operator commands. Workflows, activities and bridge
// never import each other; they meet here. Names and shapes are stored in histories: adding an optional field is safe,
// renaming or removing one is not.
import type { HeldChain, Redone } from './held-contract';
import type { CarriedCallback, TakenCallback } from './callback-contract';
import type { CarriedLoss } from './carried-loss';
import type { CarriedLedger } from './effect-ledger';
import type { Failure } from './failure';
import type { Position, Stream, WireBytes, WireRecord } from './record';
import type { Redriven, RedrivenEntry } from './redrive';
import type { ReferenceRun } from './reference-run';
import type { CarriedClaims, StepResults } from './step-results';
import type { UnknownOutcome } from './unknown-outcome';
import type { StreamWatermarks } from './stream-watermarks';
import type { WaitReason } from './wait-reason';

export { FAILURE_CODES } from './failure';
export type { Failure, FailureCode } from './failure';
export type { UnknownOutcome } from './unknown-outcome';
export type { ReferenceRun } from './reference-run';
export type { StepResult, StepResults } from './step-results';
export type { StreamWatermarks, WatermarkEntry } from './stream-watermarks';

/**
 * The only signal for records. A signal of another name could overtake it: signals that arrive before their handlers
 * are set lose their order if those handlers are set at different moments.
 */
export const RECORDS_SIGNAL = 'sluice.records';
/** The same from a held-key workflow to the run after a closed one, which sorts both; it alone brings edited records. */
export const HANDOVER_SIGNAL = 'sluice.handover';
export const STATUS_QUERY = 'sluice.status';
export const SNAPSHOT_QUERY = 'sluice.snapshot';
export const STATE_QUERY = 'sluice.state';
export const RETRY_UPDATE = 'sluice.retry';
export const SKIP_UPDATE = 'sluice.skip';
/** Asks any workflow of Sluice to continue as new when it can, so that its next run begins on the current build. */
export const LEAVE_SIGNAL = 'sluice.leave';
/** Tells a held-key workflow that its key runs again. */
export const RELEASE_SIGNAL = 'sluice.release';

/** Workflow types of Sluice itself. A user's handlers use their own export names. */
export const DELIVER_WORKFLOW = 'sluiceDeliver';
/** The same of runs whose calls may be made inside their first task: a worker that does not know of that fails on it. */
export const AT_ONCE_WORKFLOW = 'sluiceDeliverAtOnce';
export const HELD_WORKFLOW = 'sluiceHeld';

/** Keyword search attribute that is `parked`, `paused`, `retrying`, `postponed` or unset. */
export const STATUS_ATTRIBUTE = 'SluiceStatus';

export interface RecordsSignal {
  readonly stream: Stream;
  readonly records: readonly WireRecord[];
  /** The route's settings for the key, see `HostInput`. */
  readonly retireAfterMs?: number;
  readonly sequenceFrom?: number;
  /**
   * Set if no other records waited for the workflow: the longest time of a call, in milliseconds, so that the workflow
   * knows whether it may be made inside the task that takes them.
   */
  readonly atOnceMs?: number;
  /** Set on a handover signal whose records a bridge had sent: they wait aside as long as older ones may come. */
  readonly aside?: true;
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
  /** Present after `sluice keys restart` until every record that waited meanwhile has been handed over (I7). */
  readonly handover?: HandoverMark;
  /** The gateway's number of outbox writers when last heard of; absent in runs that older versions started. */
  readonly writers?: number;
  /** Keys of the route may retire, so a run that begins with nothing carried first asks the shelf of its key. */
  readonly shelves?: true;
  /** Time without any record after which the key retires, as last heard of. */
  readonly retireAfterMs?: number;
  /** Highest sequence in the position tokens of the route's earlier hosting; tokens must not fall below it. */
  readonly sequenceFrom?: number;
  /** Set if records of a closed run are handled again, see `Redone`. */
  readonly redone?: Redone;
  /** The name under which the previous run asked the shelf, if that run was closed before it began. */
  readonly asker?: string;
}

export interface HandoverMark {
  /** Held-key workflows that may still have older records, oldest first; several if the restarted run had one too. */
  readonly heldWorkflowIds: readonly string[];
}

export interface InlineEntry {
  readonly stream: Stream;
  readonly record: WireRecord;
  readonly redriven?: Redriven;
}

export type CarriedEntry = InlineEntry | RedrivenEntry | ReferenceRun;

/** Says that a key waits because its destination must not be called now; its attempts are unchanged. */
export interface BlockWait {
  readonly reason: WaitReason;
  readonly destination: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly shutSince?: number; // the earliest time since when a worker has called the destination no more
  readonly alone?: true; // only this key is refused so far
}

/** Why a chain does not move. */
export type ChainBlock =
  | {
      readonly kind: 'retrying';
      readonly failure: Failure;
      readonly attempts: number;
      readonly notBefore: number;
      /** Time of the step's first failed attempt, plus the time for which the chain was postponed. */
      readonly since?: number;
      readonly wait?: BlockWait;
    }
  | { readonly kind: 'parked'; readonly failure: Failure; readonly attempts: number; readonly since: number };

/** A `ReferenceRun` whose stream is an index into `Carried.streams`. */
export type PackedRun = readonly [stream: number, partition: number, leaderEpoch: number, offsets: string];

export interface CarriedChain {
  readonly chain: string;
  /** Absent if it equals `chain`. */
  readonly key?: WireBytes | null;
  readonly state?: unknown;
  /** Version of the handler that made the state; absent for 1. */
  readonly stateVersion?: number;
  readonly waiting: readonly CarriedEntry[];
  /** Replaces `waiting` when much is carried. */
  readonly packed?: readonly PackedRun[];
  /** Sequence of the head record if its effects have begun. */
  readonly headSequence?: number;
  readonly headSteps?: StepResults;
  readonly headClaims?: CarriedClaims;
  /** What is known of those of them that are calls, see `DoneCalls`. */
  readonly doneCalls?: readonly UnknownOutcome[];
  /** Those of them that asked for nothing to be done. */
  readonly safeCalls?: readonly string[];
  /** Set if a call of the head record may have had an effect that nobody has confirmed. */
  readonly unsure?: true;
  /** Those calls, if they are known. */
  readonly doubts?: readonly UnknownOutcome[];
  /** Set if records behind it may have had effects, too. */
  readonly lost?: CarriedLoss;
  /** How often an operator wanted the head record's effects done under new idempotency keys. */
  readonly newEffects?: number;
  /** Callbacks of the head record. */
  readonly callbacks?: readonly CarriedCallback[];
  /** The chain's block, under the name that older versions gave it. */
  readonly hold?: ChainBlock;
  /** When an operator paused the chain, milliseconds since the epoch. `hold` lies beneath. */
  readonly paused?: number;
}

export interface Counters {
  readonly accepted: number;
  readonly duplicates: number;
  /** Records accepted although the offset fell, because the leader epoch rose: the log was truncated. */
  readonly truncations: number;
  /** Records refused, because an older leader epoch at a higher offset cannot come from this stream. */
  readonly stale: number;
  readonly settled: number;
  readonly skipped: number;
  /** Absent in what older versions carried. */
  readonly deadLettered?: number;
  readonly redriven?: number;
  /** Signals, or records in them, that are not what a bridge sends. */
  readonly refused?: number;
}

export interface Carried {
  readonly watermarks: readonly StreamWatermarks[];
  readonly chains: readonly CarriedChain[];
  /** Streams that packed runs refer to by index. */
  readonly streams?: readonly Stream[];
  /** Last sequence given to a record; it grows by one for each record whose effects begin. */
  readonly sequence: number;
  readonly counters: Counters;
  /** Records that arrived while older ones were still being handed over. */
  readonly aside?: readonly HeldChain[];
  /** Those of them that were edited, whole: Kafka has others at their positions. */
  readonly asideEdited?: readonly InlineEntry[];
  /** Names of the letters redriven last, oldest first. */
  readonly redriven?: readonly string[];
  readonly takenCallbacks?: readonly TakenCallback[];
  /** The last effects of each chain; at most 64 KB. */
  readonly ledger?: CarriedLedger;
  /** How often the key was put on its shelf. */
  readonly shelvings?: number;
  /** When the key last moved, milliseconds since the epoch. */
  readonly quietSince?: number;
}

export interface ChainStatus {
  readonly chain: string;
  readonly key: WireBytes | null;
  /** `waiting` means waiting for a callback, and `postponed` that the destination is not to be called now. */
  readonly status: 'idle' | 'running' | 'waiting' | 'retrying' | 'postponed' | 'parked' | 'paused';
  /** The block that a paused chain returns to. */
  readonly beneath?: ChainBlock['kind'];
  /** ISO 8601 time at which the chain was paused or parked, began to fail, or to wait for its destination. */
  readonly since?: string;
  readonly waiting: number;
  readonly head?: Position & { readonly topic: string };
  readonly failure?: Failure;
  readonly attempts?: number;
  /** Revision of the head record, see `WireRecord`. */
  readonly revision?: number;
  /** Calls of the head record that may have had their effects, oldest first. */
  readonly doubts?: readonly UnknownOutcome[];
  /** What an edit of the head record, or new effects, would do again besides: it is done, pending or replayed. */
  readonly again?: readonly UnknownOutcome[];
  /**
   * ISO 8601 time since when it is being decided what becomes of the head record, which has failed for good: longer than
   * a moment only if a dead letter cannot be written.
   */
  readonly deciding?: string;
  /** Why the chain is postponed although it has not failed now. */
  readonly wait?: BlockWait;
  /** ISO 8601 time of the next attempt. */
  readonly nextAttempt?: string;
  /** The callback that the chain waits for, and the ISO 8601 time at which that wait ends. */
  readonly callback?: { readonly step: string; readonly until: string };
}

export interface HostStatus {
  readonly gateway: string;
  readonly route: string;
  readonly hosting: Hosting;
  readonly counters: Counters;
  readonly waiting: number;
  readonly parked: number;
  readonly paused?: number;
  /** At most 100 chains: parked ones come first, then retrying, then running ones. */
  readonly chains: readonly ChainStatus[];
}

export type { KeyCommand } from './key-command';
export type { HeldCarried, HeldChain, HeldInput, HeldStatus } from './held-contract';
