import type { Effect } from '../contract/effect-contract';

/** Methods that ask for nothing to be done (RFC 9110, 9.2.1). */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** True if the call asks for nothing to be done, so that nothing is in doubt of it. Whoever gets a callback acts. */
export const isSafe = ({ request, callback }: Partial<Pick<Effect, 'request' | 'callback'>>): boolean =>
  callback === undefined && SAFE.has(request?.method?.toUpperCase() ?? 'POST');
