// Polls an HTTP API as its configuration says. Each call reads one page and returns it with the cursor of the next: the
// records of a page are published before the next is asked for, so what is cut off in between is read again.
import type {
  ResolvedCursorPaging,
  ResolvedHttpPoll,
  ResolvedLinkPaging,
  ResolvedPaging,
} from '../../config/agent/resolved-http-poll';
import type { EffectRequest } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';
import type { AnswerPart } from './answer-part';
import { nextPage, type NextPage, type Page } from './http-paging';
import { bodyLink, linkPath, nextLink } from './link-header';
import { neverThere } from './never-there';
import { PageTrail } from './page-trail';
import { pollInvalid } from './poll-failure';
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
      numbers: 'plain',
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
    const { items: path, maxPages } = this.options;
    const body = pollBody(response, this.options.baseUrl !== undefined);
    const items = pollItems(body, path);
    const records = items.map((item, index) => polledRecord(this.options, item, index, parameters));
    const trail = new PageTrail(state.trail);
    let next: NextPage;
    try {
      next = this.following(state, { body, items, link: this.link(request, response, body) });
      if (trail.has(records)) throw this.circle(state);
    } catch (error) {
      // What was read is well, whatever is wrong with the way to the next page.
      return { records, failure: error as Error };
    }
    // Pages that lead to each other without end must be read only as fast as the agent polls.
    const more = next.more && state.pages + 1 < maxPages;
    const kept: PollState = {
      at: next.at,
      pages: more ? state.pages + 1 : 0,
      ...defined({
        validators: this.validators(state, next, response),
        found: this.found(state, body),
        trail: next.more ? trail.with(records).pages : undefined,
      }),
    };
    return { records, cursor: keptState(kept), ...(more ? { more } : {}) };
  }

  /** @throws PollFailure if the page does not say what follows it. */
  private following(state: PollState, page: Page): NextPage {
    const { paging } = this.options;
    const next = nextPage(paging, state.at, page, Date.now());
    const byName = named(paging);
    const missing = byName && neverThere(byName, state, page);
    if (missing !== undefined) throw missing;
    return next;
  }

  private link(request: EffectRequest, { headers }: EffectResponse, body: AnswerPart | undefined): string | undefined {
    const { baseUrl, paging } = this.options;
    if (paging?.kind !== 'link' || baseUrl === undefined) return undefined;
    const target = paging.next === undefined ? nextLink(headers['link'] ?? '') : bodyLink(body, paging.next);
    return target === undefined ? undefined : linkPath(target, requestUrl(baseUrl, request), baseUrl, paging.pathOnly);
  }

  /** True once an answer has had the field that names the next page; undefined if not, or if there is no such field. */
  private found({ found, at }: PollState, body: AnswerPart | undefined): true | undefined {
    const next = named(this.options.paging)?.next;
    if (next === undefined) return undefined;
    const before = found === true || at.cursor !== undefined || at.link !== undefined;
    return before || body?.at(next) !== undefined ? true : undefined;
  }

  private circle({ at }: PollState): Error {
    const isLink = typeof at.cursor === 'string' && /^(?:https?:)?\/\//.test(at.cursor);
    const advice = isLink
      ? "The cursor is a link: use paging { kind: 'link', next: ... }."
      : 'Correct the paging: the API does not go where it is asked to, or its pages lead in a circle.';
    const page = JSON.stringify(at).slice(0, 200);
    return pollInvalid(`The next page (${page}) has the same items as a page before it. ${advice}`);
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

/** The paging, if a field of the response may name the next page. */
const named = (paging: ResolvedPaging | undefined): ResolvedCursorPaging | ResolvedLinkPaging | undefined =>
  paging?.kind === 'cursor' || paging?.kind === 'link' ? paging : undefined;

/** True if the validator can be sent back in a header. */
const usable = (value: string | undefined): value is string =>
  value !== undefined && value.length <= LONGEST_VALIDATOR && /^[\x20-\x7e\x80-\xff]+$/.test(value);
