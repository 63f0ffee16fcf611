import type { ResolvedHttpPoll } from '../../config/agent/resolved-http-poll';
import type { EffectRequest } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';
import { pollInvalid } from './poll-failure';

const PARTIAL = 206;

/**
 * @throws PollFailure if the API says that an answer has a part of its list, and nothing asks for the others.
 */
export const assertWhole = (
  { paging, sharedHeaders }: Pick<ResolvedHttpPoll, 'paging' | 'sharedHeaders'>,
  { headers: own = {} }: EffectRequest,
  { status, headers }: Pick<EffectResponse, 'status' | 'headers'>,
): void => {
  const asksForPart = Object.keys({ ...sharedHeaders, ...own }).some((name) => name.toLowerCase() === 'range');
  const range = headers['content-range'];
  if (status !== PARTIAL || paging !== undefined || asksForPart || isWhole(range)) return;
  throw pollInvalid(
    `HTTP 206${range === undefined ? '' : ` (Content-Range: ${range.slice(0, 100)})`}: the API gives a part of its list. ` +
      'The items of this part are published; the others are not asked for. Set paging.',
  );
};

/** True for `items 0-9/10`: some APIs answer 206 for all that they have. */
const isWhole = (range = ''): boolean => {
  const [, from, to, count] = /(\d+)-(\d+)\/(\d+)$/.exec(range) ?? [];
  return from !== undefined && Number(from) === 0 && Number(to) + 1 >= Number(count);
};
