import type { ProduceConnection, WriteBatch } from './produce-connection';
import { NO_PROGRESS } from './writer-progress';
import type { WriterSession } from './writer-session';

/** Writes at least once: what an error leaves in doubt is written again, under the same record ids. */
export class PlainSession implements WriterSession {
  readonly progress = NO_PROGRESS;

  constructor(readonly connection: ProduceConnection) {}

  async commit(rounds: readonly (readonly WriteBatch[])[]): Promise<void> {
    for (const batches of rounds) await this.connection.write(batches);
  }
}
