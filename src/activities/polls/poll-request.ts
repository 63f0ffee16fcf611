import type { ResolvedHttpPoll } from '../../config/agent/resolved-http-poll';
import type { EffectRequest } from '../../model/contract/effect-contract';
import { filledIn, filledPath } from './fill-template';
import { placeOf } from './http-paging';
import { samePosition, type PollState } from './poll-position';
import { requestDigest } from './request-digest';
import type { AgentParameters } from '../../config/agent/poll-source';
import { defined } from '../../model/defined';

type Query = Record<string, string | number | boolean>;

/**
 * The request for a page, which asks whether it has changed if the same was asked before.
 * @throws PollFailure if a template cannot be filled in.
 */
export const pollRequest = (poll: ResolvedHttpPoll, state: PollState, parameters: AgentParameters): EffectRequest => {
  const request = plainRequest(poll, state, parameters);
  return { ...request, headers: { ...request.headers, ...conditions(poll, state, request) } };
};

/** @throws PollFailure if a template cannot be filled in. */
const plainRequest = (poll: ResolvedHttpPoll, state: PollState, parameters: AgentParameters): EffectRequest => {
  const { method, paging } = poll;
  const place = placeOf(paging, state.at);
  const valueOf = (name: string): unknown => {
    if (name === 'cursor' && paging !== undefined) return place;
    return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  };
  const headers = Object.fromEntries(
    Object.entries(poll.headers).map(([name, text]) => [name, filledIn(text, valueOf)]),
  );
  const data = poll.data === undefined ? {} : { data: filledData(poll.data, place ?? null, valueOf) };
  // A link names its page completely.
  const { link } = state.at;
  if (link !== undefined) return { method, path: link, headers, ...data };
  const query = filledQuery(poll, place, valueOf);
  return { method, path: filledPath(poll.path, valueOf), query, headers, ...data };
};

const filledQuery = (
  { query, paging }: ResolvedHttpPoll,
  place: string | number | undefined,
  valueOf: (name: string) => unknown,
): Query => {
  const filled: Query = {};
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string') filled[name] = value;
    else if (place !== undefined || !value.includes('{cursor}')) filled[name] = filledIn(value, valueOf);
  }
  if (paging === undefined || paging.kind === 'link') return filled;
  if (paging.parameter !== undefined && place !== undefined) filled[paging.parameter] = place;
  if (paging.kind !== 'cursor' && paging.limitParameter !== undefined && paging.limit !== undefined) {
    filled[paging.limitParameter] = paging.limit;
  }
  return filled;
};

/** Fills in all texts in the configuration's JSON, however deep. */
const filledData = (data: unknown, place: unknown, valueOf: (name: string) => unknown): unknown => {
  if (data === '{cursor}') return place;
  if (typeof data === 'string') return filledIn(data, valueOf);
  if (Array.isArray(data)) return data.map((item) => filledData(item, place, valueOf));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([name, item]) => [name, filledData(item, place, valueOf)]));
};

/** Validators are valid only for the page, and the request, that they came with. */
const conditions = (
  poll: ResolvedHttpPoll,
  { at, validators }: PollState,
  request: EffectRequest,
): Record<string, string> => {
  if (!poll.conditional || validators === undefined || !samePosition(validators.of, at)) return {};
  if (validators.request !== requestDigest(poll, request)) return {};
  return defined({ 'If-None-Match': validators.etag, 'If-Modified-Since': validators.modified });
};

/** True if the request asks for a page only if it has changed, so that 304 is an answer to it. */
export const isConditional = ({ headers = {} }: EffectRequest): boolean =>
  'If-None-Match' in headers || 'If-Modified-Since' in headers;
