import type { RejectRequest } from '../../model/contract/effect-contract';
import type { Telemetry } from '../../telemetry/telemetry';

type Write = (request: RejectRequest) => Promise<void>;

/** Counts dead letters, and the attempts to write them that failed. */
export const measuredLetters =
  (write: Write, telemetry: Telemetry): Write =>
  async (request) => {
    const { route, alsoOffsets = [] } = request;
    try {
      await write(request);
    } catch (error) {
      telemetry.count('sluice_dead_letters_failed_total', { route });
      throw error;
    }
    telemetry.count('sluice_dead_letters_total', { route }, 1 + alsoOffsets.length);
  };
