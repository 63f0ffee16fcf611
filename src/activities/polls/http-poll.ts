// Polls an HTTP API as its configuration says. Each call reads one page and returns it with the cursor of the next: the
// records of a page are published before the next is asked for, so what is cut off in between is read again.
import type { ResolvedHttpPoll } from '../../config/agent/resolved-http-poll';
import type { EffectRequest } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';
import { nextPage, type NextPage } from './http-paging';
import { linkPath, nextLink } from './link-header';
import { pollBody, pollItems, polledRecord } from './poll-items';
import { keptState, pollState, samePosition, type PollState, type Validators } from './poll-position';
import { pollRequest } from './poll-request';
import type { PollContext, PollResult, PollSource } from '../../config/agent/poll-source';
import { requestUrl } from '../destinations/http-request';
import { parseRetryAfter } from '../destinations/retry-after';
import { defined } from '../../model/defined';

const NOT_MODIFIED = 304;
/** Longer validators are not kept: the page is then read again, and its items are recognised. */
const LONGEST_VALIDATOR = 512;

export class HttpPoll implements PollSource {
  constructor(private readonly options: ResolvedHttpPoll) {}

  async poll(cursor: unknown, context: PollContext): Promise<PollResult> {
    const { destination, conditional, maxResponseBytes } = this.options;
    const state = pollState(cursor, this.options.paging);
    const request = pollRequest(this.options, state, context.parameters);
    const response = await context.call(destination, request, {
      accept: conditional ? [NOT_MODIFIED] : [],
      maxBytes: maxResponseBytes,
    });
    const notBeforeMs = parseRetryAfter(response.headers['retry-after'], Date.now());
    const wait = notBeforeMs === undefined ? {} : { notBeforeMs };
    if (response.status === NOT_MODIFIED) return { records: [], ...wait };
    return { ...this.pageResult(state, request, response, context), ...wait };
  }

  private pageResult(
    state: PollState,
    request: EffectRequest,
    response: EffectResponse,
    { parameters }: PollContext,
  ): PollResult {
    const { items: path, paging, maxPages } = this.options;
    const body = pollBody(response);
    const items = pollItems(body, path);
    const records = items.map((item, index) => polledRecord(this.options, item, index, parameters));
    const link = paging?.kind === 'link' ? this.link(request, response) : undefined;
    const next = nextPage(paging, state.at, { body, items, link }, Date.now());
    // Pages that lead to each other without end must be read only as fast as the agent polls.
    const more = next.more && state.pages + 1 < maxPages;
    const validators = this.validators(state, next, response);
    const kept: PollState = {
      at: next.at,
      pages: more ? state.pages + 1 : 0,
      ...defined({ validators }),
    };
    return { records, cursor: keptState(kept), ...(more ? { more } : {}) };
  }

  private link(request: EffectRequest, { headers }: EffectResponse): string | undefined {
    const { baseUrl } = this.options;
    const target = headers['link'] === undefined ? undefined : nextLink(headers['link']);
    if (target === undefined || baseUrl === undefined) return undefined;
    return linkPath(target, requestUrl(baseUrl, request), baseUrl);
  }

  /** The validators of the page with which the next poll begins: this page's, or those kept from an earlier one. */
  private validators(
    { at, validators: before }: PollState,
    next: NextPage,
    response: EffectResponse,
  ): Validators | undefined {
    if (!this.options.conditional) return undefined;
    const first = Object.keys(at).length === 0 && this.restarts;
    if (!first && !samePosition(next.at, at)) {
      return before !== undefined && this.restarts && Object.keys(before.of).length === 0 ? before : undefined;
    }
    const { etag, 'last-modified': lastModified } = response.headers;
    const kept = {
      ...(usable(etag) ? { etag } : {}),
      ...(usable(lastModified) ? { lastModified } : {}),
    };
    return Object.keys(kept).length === 0 ? undefined : { ...kept, of: at };
  }

  private get restarts(): boolean {
    const { paging } = this.options;
    return paging !== undefined && paging.kind !== 'timestamp' && paging.restart;
  }
}

/** True if the validator can be sent back in a header. */
const usable = (value: string | undefined): value is string =>
  value !== undefined && value.length <= LONGEST_VALIDATOR && /^[\x20-\x7e\x80-\xff]+$/.test(value);
