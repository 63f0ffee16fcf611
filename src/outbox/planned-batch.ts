import type { PreparedRecord } from './prepared-ask';
import type { WriteBatch } from './produce-connection';

/** Records for one partition that are written together. */
export interface PlannedBatch extends WriteBatch {
  readonly records: readonly PreparedRecord[];
  readonly bytes: number;
}
