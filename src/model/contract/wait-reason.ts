/** Why a destination is not to be called now. It is stored in histories. */
export type WaitReason = 'breaker-open' | 'rate-limited' | 'credentials-refused' | 'overloaded';

const WORDS: Readonly<Record<WaitReason, string>> = {
  'breaker-open': 'Not called: the circuit breaker of the destination is open.',
  'rate-limited': 'Not called yet: the rate of the destination is used up.',
  'credentials-refused': 'Not called: the destination does not take our credentials.',
  overloaded: 'Not called: the destination asks for fewer calls.',
};

/** Says why a destination is not called now, and what it said itself. */
export const waitWords = (reason: WaitReason, said?: string): string =>
  said === undefined ? WORDS[reason] : `${WORDS[reason]} It said: ${said}`;
