/** Why a destination is not to be called now. It is stored in histories. */
export const WAIT_REASONS = ['breaker-open', 'rate-limited', 'credentials-refused', 'overloaded'] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'breaker-open': 'Not called: the circuit breaker of the destination is open.',
    'rate-limited': 'Not called yet: the rate of the destination is used up.',
    'credentials-refused': 'Not called: the destination does not take our credentials.',
    overloaded: 'Not called: the destination asks for fewer calls.',
  } satisfies Record<WaitReason, string>),
);

/**
 * Says why a destination is not called now, and what it said itself or how the last call failed. During an upgrade a newer worker may tell of reasons
 * that this one does not know.
 */
export const waitWords = (reason: string, said?: string): string => {
  const words = WORDS.get(reason) ?? `Not called: the destination must not be called now (${reason}).`;
  if (said === undefined) return words;
  return `${words} ${reason === 'breaker-open' ? 'The last call' : 'It'} said: ${said}`;
};
