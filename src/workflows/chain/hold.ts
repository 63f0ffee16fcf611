// Holds of a chain: how an outcome changes the one it has. A chain that is held back because its destination is not to be
// called now keeps its attempts, and the time that it waits does not count against their maximum age.
import type { ChainHold, ChainStatus, Failure } from '../../model/contract/contract';
import type { EffectWait } from '../../model/contract/effect-contract';

/** Of a failure's message, in what is carried. */
const CARRIED_MESSAGE = 200;

type Retrying = Extract<ChainHold, { kind: 'retrying' }>;

/** Attempts count for one step: one that is reached only now has had none. */
export const attemptsAt = (hold: ChainHold | undefined, step: string | undefined): number =>
  hold?.failure.step === step ? (hold?.attempts ?? 0) : 0;

/** Time since the first failed attempt that counts, in milliseconds. */
export const failingForMs = (hold: ChainHold | undefined, now: number): number | undefined =>
  hold?.kind === 'retrying' && hold.since !== undefined ? Math.max(0, now - sinceWithoutWait(hold, now)) : undefined;

export const retryHold = (hold: ChainHold | undefined, failure: Failure, delayMs: number, now: number): Retrying => {
  const attempts = attemptsAt(hold, failure.step);
  const again = hold?.kind === 'retrying' && attempts > 0 && hold.since !== undefined;
  return {
    kind: 'retrying',
    failure,
    attempts: attempts + 1,
    notBefore: now + delayMs,
    since: again ? sinceWithoutWait(hold, now) : now,
  };
};

export const heldBack = (hold: ChainHold | undefined, wait: EffectWait, now: number): Retrying => {
  const { reason, destination, step, forMs } = wait;
  const notBefore = now + forMs;
  if (hold?.kind !== 'retrying' || hold.failure.step !== step) {
    const failure = { code: reason, message: WORDS[reason], destination, step };
    return { kind: 'retrying', failure, attempts: 0, notBefore, wait: { reason, destination, since: now } };
  }
  return { ...hold, notBefore, wait: { reason, destination, since: hold.wait?.since ?? now } };
};

/** What an operator sees of it. */
export const holdStatus = (hold: ChainHold, now: number): Partial<ChainStatus> => {
  const { failure, attempts } = hold;
  if (hold.kind === 'parked') return { failure, attempts };
  const { wait, notBefore } = hold;
  const next = { nextAttempt: new Date(notBefore).toISOString() };
  if (wait === undefined) return { failure, attempts, ...next };
  // Behind another in line it has no time of its own.
  return { failure, attempts, wait, ...(notBefore > now ? next : {}) };
};

/** As it is carried: a lane may hold thousands. */
export const brief = (hold: ChainHold): ChainHold => {
  const { failure } = hold;
  return { ...hold, failure: { ...failure, message: failure.message.slice(0, CARRIED_MESSAGE) } };
};

/** The same without its wait, for what must be small: the time waited, and to be waited, is taken off already. */
export const withoutWait = (hold: ChainHold): ChainHold => {
  if (hold.kind !== 'retrying' || hold.wait === undefined) return hold;
  const { wait, since, ...rest } = hold;
  const waited = Math.max(0, hold.notBefore - wait.since);
  return { ...rest, ...(since === undefined ? {} : { since: since + waited }) };
};

const sinceWithoutWait = ({ since = 0, wait }: Retrying, now: number): number =>
  wait === undefined ? since : since + Math.max(0, now - wait.since);

const WORDS = {
  'breaker-open': 'Not called: the circuit breaker of the destination is open.',
  'rate-limited': 'Not called yet: the rate of the destination is used up.',
} as const;
