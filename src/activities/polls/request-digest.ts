import { createHash } from 'node:crypto';
import type { ResolvedHttpPoll } from '../../config/agent/resolved-http-poll';
import type { EffectRequest } from '../../model/contract/effect-contract';

const CHARACTERS = 8;
/** The cursor is in histories: not even a digest of a credential belongs there. */
const CREDENTIAL = /auth|cookie|credential|key|password|secret|session|signature|token/i;
/** These say only what the agent has already. */
const CONDITIONS = ['If-None-Match', 'If-Modified-Since'];

/**
 * Tells whether a request, and what is read from its answer, are those of before. A validator must not outlive them: a
 * deploy that asks for more would get 304 for ever.
 */
export const requestDigest = (
  { baseUrl, items, sharedHeaders }: Pick<ResolvedHttpPoll, 'baseUrl' | 'items' | 'sharedHeaders'>,
  { method, path, query, headers, data }: EffectRequest,
): string => {
  const sent = Object.entries({ ...sharedHeaders, ...headers })
    .filter(([name]) => !CONDITIONS.includes(name))
    .map(([name, value]) => (CREDENTIAL.test(name) ? [name] : [name, value]));
  return createHash('sha256')
    .update(JSON.stringify([baseUrl, items, method, path, query, sent, data]))
    .digest('base64url')
    .slice(0, CHARACTERS);
};
