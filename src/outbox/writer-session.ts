import type { ProduceConnection, WriteBatch } from './produce-connection';
import { NO_PROGRESS, type WriterProgress } from './writer-progress';

/** The session through which a writer writes until the first error. */
export interface WriterSession {
  readonly connection: ProduceConnection;
  /** What was committed before this session began. */
  readonly progress: WriterProgress;
  /**
   * Commits the batches, in rounds of at most one batch per partition, together with the progress.
   * @throws ProduceRefused when Kafka refuses a batch; nothing is committed then. Any other error leaves that in doubt.
   */
  commit(rounds: readonly (readonly WriteBatch[])[], progress: WriterProgress): Promise<void>;
}

/** Writes at least once. What an error leaves in doubt is written again under the same record ids. */
export class PlainSession implements WriterSession {
  readonly progress = NO_PROGRESS;

  constructor(readonly connection: ProduceConnection) {}

  async commit(rounds: readonly (readonly WriteBatch[])[]): Promise<void> {
    for (const batches of rounds) await this.connection.write(batches);
  }
}
