/** A promise that was not kept. */
export type ViolationKind =
  | 'lost'
  | 'phantom'
  | 'duplicate-effect'
  | 'not-replayed'
  | 'shared-key'
  | 'changed-bytes'
  | 'other-request'
  | 'out-of-order'
  | 'overlap'
  | 'not-published'
  | 'phantom-published'
  | 'duplicate-published'
  | 'published-out-of-order'
  | 'shared-id'
  | 'wrong-state'
  | 'committed-too-far'
  | 'not-committed'
  | 'left-over'
  | 'memory';

export interface Violation {
  readonly kind: ViolationKind;
  /** Names the record, key, partition or process, for the reader of the report. */
  readonly what: string;
}
