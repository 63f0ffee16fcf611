import type { ProduceConnection, WriteBatch } from './produce-connection';
import { NO_PROGRESS, type WriterProgress } from './writer-progress';

/** What a writer writes through, until the first error. */
export interface WriterSession {
  readonly connection: ProduceConnection;
  /** What was committed before this session began. */
  readonly progress: WriterProgress;
  /**
   * Commits the batches, in rounds with at most one batch a partition, together with the progress.
   * @throws ProduceRefused when Kafka will not take a batch: nothing is committed. Any other error leaves that in doubt.
   */
  commit(rounds: readonly (readonly WriteBatch[])[], progress: WriterProgress): Promise<void>;
}

/** Writes at least once: what an error leaves in doubt is written again, under the same record ids. */
export class PlainSession implements WriterSession {
  readonly progress = NO_PROGRESS;

  constructor(readonly connection: ProduceConnection) {}

  async commit(rounds: readonly (readonly WriteBatch[])[]): Promise<void> {
    for (const batches of rounds) await this.connection.write(batches);
  }
}
