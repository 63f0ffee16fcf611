import type { ResolvedHttpPoll } from '../../config/agent/resolved-http-poll';
import type { EffectResponse } from '../../model/contract/effect-response';
import { restarts, samePosition, type PollState, type Position, type Validators } from './poll-position';

/** Longer validators are not kept: the page is then read again, and its items are recognised. */
const LONGEST_VALIDATOR = 512;
/** A date that is younger than this does not tell what changed before from what changed after it (RFC 9110, 8.8.2.2). */
const OLD_ENOUGH_MS = 60_000;

/** The validators of the page with which the next poll begins: this page's, or those kept from an earlier one. */
export const keptValidators = (
  { conditional, paging }: Pick<ResolvedHttpPoll, 'conditional' | 'paging'>,
  { at, validators: before }: PollState,
  next: Position,
  { headers }: Pick<EffectResponse, 'headers'>,
  /** What was asked, see `requestDigest`. */
  request: string,
): Validators | undefined => {
  if (!conditional) return undefined;
  const first = Object.keys(at).length === 0 && restarts(paging);
  if (!first && !samePosition(next, at)) return restarts(paging) ? ofFirst(before) : undefined;
  const { etag, 'last-modified': modified } = headers;
  const kept = {
    ...(usable(etag) ? { etag } : {}),
    // A page may name a next one while its items stay as they are, and with them their date.
    ...(paging === undefined && usable(modified) && isOld(modified, headers['date']) ? { modified } : {}),
  };
  return Object.keys(kept).length === 0 ? undefined : { ...kept, of: at, request };
};

/** Those of the first page are kept while the others are read. */
const ofFirst = (validators: Validators | undefined): Validators | undefined =>
  validators !== undefined && Object.keys(validators.of).length === 0 ? validators : undefined;

/** True if the validator can be sent back in a header. */
const usable = (value: string | undefined): value is string =>
  value !== undefined && value.length <= LONGEST_VALIDATOR && /^[\x20-\x7e\x80-\xff]+$/.test(value);

/** By the clock of the API alone. */
const isOld = (modified: string, date: string | undefined): boolean =>
  date !== undefined && Date.parse(date) - Date.parse(modified) >= OLD_ENOUGH_MS;
