// The effect ledger remembers effects that were done or failed for good. It is stored in histories like all of
// contract.ts: adding an optional field is safe, renaming or removing one is not. It keeps no bodies and no headers,
// only the digest of an answer.
import type { FailureCode } from './failure';
import type { Position, Stream } from './record';

/** Returns the last effects of a chain, or of all chains of a workflow, see `LedgerEntry`. */
export const EFFECTS_QUERY = 'sluice.effects';

/** How many effects of each key are kept if the config says nothing. NEVER CHANGE: outcomes leave it out. */
export const LEDGER_KEEP = 20;

/** A digest is the first 12 hexadecimal digits of the SHA-256 of an answer's body. */
export const DIGEST_CHARACTERS = 12;

/**
 * One effect, kept short because histories hold thousands. `attempts` counts up to this one from the first, or since an
 * operator let the key go. `at` is when its answer came, milliseconds since the epoch. `status` is that of HTTP, or 0.
 * `digest` is '' if the whole body is not known. `code` says why it failed for good; it is absent or '' if the effect
 * is done. `unseen`: a lost worker had the batch before, and may have made the same call under the same key. `perhaps`:
 * it failed for good, and may have happened all the same (I12).
 */
export type EffectFacts = readonly [
  step: string,
  destination: string,
  attempts: number,
  at: number,
  status: number,
  digest: string,
  code?: FailureCode | '',
  unseen?: 0 | 1,
  perhaps?: 1,
];

/** An effect of a batch. `record` is the place of its record among those asked for. */
export type EffectMark = readonly [record: number, facts: EffectFacts];

/** An effect and its record. Its idempotency key follows from these, so it is not kept. */
export interface LedgerEntry {
  readonly chain: string;
  readonly stream: Stream;
  readonly position: Position;
  /** Revision of a record that an operator had edited. */
  readonly revision?: number;
  readonly facts: EffectFacts;
}

/** An entry in its carried form, whose stream is an index into a table. */
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
  /** Chains, ordered by their last effects; the effects of each are oldest first. */
  readonly chains: readonly (readonly [chain: string, rows: readonly LedgerRow[]])[];
}

/** The most bytes of JSON that an effect takes besides its names. */
const NUMBERS_BYTES = 96;

/** An upper estimate of an effect's bytes of JSON. Names of steps, destinations and chains are plain ASCII. */
export const effectBytes = ([step, destination, , , , digest, code = '']: EffectFacts): number =>
  NUMBERS_BYTES + step.length + destination.length + digest.length + code.length;
