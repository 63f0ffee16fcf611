// The effect ledger: what is remembered of effects that were made, or that failed for good. Stored in histories like
// everything in contract.ts: adding optional fields is safe, renaming or removing one is not. No bodies and no headers:
// of an answer only its digest is kept.
import type { FailureCode } from './failure';
import type { Position, Stream } from './record';

/** The last effects of a chain, or of all chains of a workflow, see `LedgerEntry`. */
export const EFFECTS_QUERY = 'sluice.effects';

/** Effects that are kept of each key where the config says nothing. NEVER CHANGE: outcomes leave it out. */
export const LEDGER_KEEP = 20;

/** First 12 hexadecimal digits of the SHA-256 of an answer's body. */
export const DIGEST_CHARACTERS = 12;

/**
 * One effect, in short, because histories hold thousands. `attempts`: with this one, since its first, or since an operator
 * let its key go. `at`: when its answer was there, milliseconds since the epoch. `status`: of HTTP, 0 where there is
 * none. `digest`: '' where the body is not known whole. `code`: why it failed for good; absent or '' where it is done.
 * `unseen`: a worker that had its batch before was lost, and may have made the same call, under the same key.
 */
export type EffectFacts = readonly [
  step: string,
  destination: string,
  attempts: number,
  at: number,
  status: number,
  digest: string,
  code?: FailureCode | '',
  unseen?: 1,
];

/** An effect of a batch. `record`: place of its record among those that were asked for. */
export type EffectMark = readonly [record: number, facts: EffectFacts];

/** An effect and whose it is. Its idempotency key follows from this, so it is not kept. */
export interface LedgerEntry {
  readonly chain: string;
  readonly stream: Stream;
  readonly position: Position;
  /** Of the record, where an operator had edited it. */
  readonly revision?: number;
  readonly facts: EffectFacts;
}

/** An entry as it is carried: its stream stands in a table. */
export type LedgerRow = readonly [
  stream: number,
  partition: number,
  leaderEpoch: number,
  offset: string,
  revision: number,
  facts: EffectFacts,
];

export interface CarriedLedger {
  readonly streams: readonly Stream[];
  /** Chains in the order of their last effects, the effects of each oldest first. */
  readonly chains: readonly (readonly [chain: string, rows: readonly LedgerRow[]])[];
}

/** Bytes of JSON that an effect takes at most beside its names. */
const NUMBERS_BYTES = 96;

/** Bytes of JSON that an effect takes, about, and not less. Names of steps, destinations and chains are plain ASCII. */
export const effectBytes = ([step, destination, , , , digest, code = '']: EffectFacts): number =>
  NUMBERS_BYTES + step.length + destination.length + digest.length + code.length;
