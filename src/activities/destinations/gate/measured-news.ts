import type { Telemetry } from '../../../telemetry/telemetry';
import type { CallResult } from '../call/destination';
import type { DestinationNews } from './destination-news';
import type { Refusal } from './refusal';

/** Why a destination may refuse all calls. Each has its series from the start, so that an alert sees it rise. */
const CAUSES: readonly Refusal['reason'][] = ['credentials-refused', 'overloaded'];

/** Counts what becomes of the calls of a destination, and shows whether its breaker and its gate keep them back. */
export const measuredNews = (destination: string, telemetry: Telemetry): Partial<DestinationNews> => {
  let broken = false;
  let refused: Refusal['reason'] | undefined;
  telemetry.gauge('sluice_breaker_open', (put) => {
    put({ destination }, Number(broken));
  });
  telemetry.gauge('sluice_gate_closed', (put) => {
    for (const cause of CAUSES) put({ destination, cause }, Number(refused === cause));
  });
  return {
    breaker: (state) => {
      broken = state === 'open';
    },
    gate: (state, { reason }) => {
      refused = state === 'closed' ? reason : undefined;
    },
    called: (result, seconds) => {
      const outcome = outcomeOf(result);
      if (outcome === undefined) return;
      telemetry.count('sluice_calls_total', { destination, outcome });
      telemetry.observe('sluice_call_duration_seconds', { destination }, seconds);
    },
    postponed: (cause) => {
      telemetry.count('sluice_calls_postponed_total', { destination, cause });
    },
  };
};

/** The status of an answer, or the code of a failure that has none; undefined if no call was made. */
const outcomeOf = (result: CallResult): string | undefined => {
  if (result === 'not-begun' || 'wait' in result) return undefined;
  if ('response' in result) return '2xx';
  const { status, code } = result.failure;
  // What comes from a receiver is a label only within the range of statuses.
  return status !== undefined && status >= 100 && status < 600 ? String(status) : code;
};
