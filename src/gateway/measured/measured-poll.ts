import type { PollSource } from '../../config/agent/poll-source';
import type { Telemetry } from '../../telemetry/telemetry';

/** Counts the polls of all agents that one definition has. */
export const measuredPoll = (agents: string, source: PollSource, telemetry: Telemetry): PollSource => ({
  poll: async (cursor, context) => {
    const began = performance.now();
    const count = (outcome: 'done' | 'failed'): void => {
      telemetry.observe('sluice_poll_duration_seconds', { agents }, (performance.now() - began) / 1_000);
      telemetry.count('sluice_polls_total', { agents, outcome });
    };
    try {
      const result = await source.poll(cursor, context);
      telemetry.count('sluice_poll_items_total', { agents }, result.records.length);
      count(result.failure === undefined ? 'done' : 'failed');
      return result;
    } catch (error) {
      count('failed');
      throw error;
    }
  },
});
