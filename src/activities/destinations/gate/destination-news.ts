import type { Log } from '../../../log';
import type { WaitReason } from '../../../model/contract/wait-reason';
import type { BreakerListener } from './circuit-breaker';
import type { SecretListener } from '../call/destination-headers';
import type { CallResult } from '../call/destination';
import type { GateListener } from './destination-gate';

/** Learns what an operator wants to know of a destination, in this worker process. */
export interface DestinationNews {
  readonly breaker: BreakerListener;
  readonly gate: GateListener;
  readonly secret: SecretListener;
  /** An attempt has ended that took `seconds`, its wait for a place and for the rate not included. */
  called?(result: CallResult, seconds: number): void;
  /** A call was not begun, or does not count, for the reason that its key is told. */
  postponed?(reason: WaitReason): void;
}

/** Writes the news to the log. A probe that fails, which opens or closes something again, is none. */
export const loggedNews = (destination: string, log: Log): DestinationNews => {
  let broken = false;
  let refused = false;
  return {
    breaker: (state, failed, calls) => {
      if (state === 'open' && !broken)
        log.warn({ destination, failed, calls }, 'the circuit breaker is open: keys wait for the destination');
      if (state === 'closed') log.info({ destination }, 'the circuit breaker is closed');
      broken = state === 'open';
    },
    // What the destination has said may quote a record or a secret: `sluice status` has it.
    gate: (state, { reason }) => {
      if (state === 'closed' && !refused)
        log.warn({ destination, reason }, 'the destination refuses all calls: keys wait for it');
      if (state === 'open') log.info({ destination }, 'the destination takes calls again');
      refused = state === 'closed';
    },
    secret: (header, news) => {
      if (news === 'changed') log.info({ destination, header }, 'the secret of a header has changed in its file');
      else
        log.warn({ destination, header }, 'the file of a secret holds none now: the secret read before stays in use');
    },
  };
};
