import { oldestHeads, type RecordPlace } from './oldest-heads';
import type { WaitingRecords } from './waiting-records';

/** Remembers at which records keys are that do not move: one that is not asked, or does not answer, is still there. */
export class KnownHeads {
  private readonly heads = new Map<string, readonly RecordPlace[]>();

  /** The oldest of each partition after one more look. */
  after({ headsOf, noted }: Pick<WaitingRecords, 'headsOf' | 'noted'>): readonly RecordPlace[] {
    for (const id of this.heads.keys()) if (!noted.has(id)) this.heads.delete(id);
    for (const [id, found] of headsOf) if (noted.has(id)) this.heads.set(id, found);
    return oldestHeads([...headsOf.values(), ...this.heads.values()].flat());
  }
}
