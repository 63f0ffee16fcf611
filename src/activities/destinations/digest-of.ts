import { createHash } from 'node:crypto';
import { DIGEST_CHARACTERS } from '../../model/effect-ledger';
import type { Body } from './read-body';

/** Tells one answer from another in the effect ledger, which keeps no bodies. '' where the body is not there whole. */
export const digestOf = (body: Body | undefined): string =>
  body === undefined || body.cut
    ? ''
    : createHash('sha256').update(body.bytes).digest('hex').slice(0, DIGEST_CHARACTERS);
