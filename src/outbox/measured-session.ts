import type { Telemetry } from '../telemetry/telemetry';
import { ProduceRefused } from './produce-refused';
import type { WriterSession } from './writer-session';

/** Counts the transactions of a writer's session and the records in them. */
export const measuredSession = (session: WriterSession, telemetry: Telemetry): WriterSession => {
  const count = (outcome: 'committed' | 'aborted' | 'doubt'): void => {
    telemetry.count('sluice_publish_transactions_total', { outcome });
  };
  return {
    connection: session.connection,
    progress: session.progress,
    commit: async (rounds, progress) => {
      try {
        await session.commit(rounds, progress);
      } catch (error) {
        count(error instanceof ProduceRefused ? 'aborted' : 'doubt');
        throw error;
      }
      count('committed');
      for (const { topic, messages } of rounds.flat()) {
        telemetry.count('sluice_published_records_total', { topic }, messages.length);
      }
    },
  };
};
