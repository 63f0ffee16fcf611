// Polls an HTTP API as its configuration says. Each call reads one page and returns it with the cursor of the next: the
// records of a page are published before the next is asked for, so what is cut off in between is read again.
import { setTimeout } from 'node:timers/promises';
import type { ResolvedCountPaging, ResolvedHttpPoll } from '../../config/agent/resolved-http-poll';
import type { EffectRequest } from '../../model/contract/effect-contract';
import type { EffectResponse } from '../../model/contract/effect-response';
import type { AnswerPart } from './answer-part';
import { advised } from './advised-failure';
import { askedTime } from './asked-time';
import { behindTime } from './behind-time';
import { isEarlierPage, type Look } from './earlier-page';
import { firstLook } from './first-look';
import { foundNext } from './found-next';
import { nextPage, type Page } from './http-paging';
import { keptValidators } from './kept-validators';
import { farBehind, lookFailure, saysNoPage, wordsOf } from './list-end';
import { bodyLink, linkPath, nextLink } from './link-header';
import { movedItems } from './moved-items';
import { obeyedTime } from './obeyed-time';
import { isBeyond, isCounted, keptPlace, mayHaveBehind, pageBehind } from './page-behind';
import { PagePrint } from './page-print';
import { hasMovedInFront } from './place-in-front';
import { pollBody, pollItems, polledRecord } from './poll-items';
import {
  isLinkCursor,
  keptState,
  pollState,
  restarts,
  type PollState,
  type Position,
  type Validators,
} from './poll-position';
import { isConditional, pollRequest } from './poll-request';
import { readAnew } from './read-anew';
import { requestDigest } from './request-digest';
import { walkedPages } from './walked-pages';
import { assertWhole } from './whole-answer';
import type { PollContext, PollResult, PollSource } from '../../config/agent/poll-source';
import { requestUrl } from '../destinations/request/http-request';
import { parseRetryAfter } from '../destinations/answer/retry-after';
import { defined } from '../../model/defined';

const NOT_MODIFIED = 304;
const LONGEST_WAIT_MS = 10_000;
const NO_PAGE: EffectResponse = { status: 204, headers: {}, data: null };
const NO_ITEMS: ReadPage = { body: undefined, items: [], records: [] };

/** An answer with its items, before its way to the next page is looked for. */
type ReadPage = Omit<Page, 'link'>;

interface Answered {
  readonly request: EffectRequest;
  readonly response: EffectResponse;
}

export class HttpPoll implements PollSource {
  constructor(
    private readonly options: ResolvedHttpPoll,
    private readonly chance: () => number = Math.random,
  ) {}

  async poll(cursor: unknown, context: PollContext): Promise<PollResult> {
    const state = readAnew(pollState(cursor, this.options.paging), this.chance);
    const answered = await this.ask(state, context).catch((error: unknown) => {
      throw isLinkCursor(state.at) ? advised(error) : error;
    });
    const { status, headers } = answered.response;
    const notBeforeMs = parseRetryAfter(headers['retry-after'], Date.now());
    const result =
      status === NOT_MODIFIED
        ? await this.unchanged(state, answered, context)
        : await this.read(state, answered, context);
    return { ...result, ...defined({ notBeforeMs }) };
  }

  private async ask(state: PollState, context: PollContext, look = false): Promise<Answered> {
    const { destination, maxResponseBytes, paging } = this.options;
    const request = pollRequest(this.options, state, context.parameters);
    const called = context.call(destination, request, {
      accept: isConditional(request) ? [NOT_MODIFIED] : [],
      maxBytes: maxResponseBytes,
      numbers: 'plain',
      look,
    });
    const response = await called.catch((error: unknown) => {
      if ((look || isBeyond(paging, state)) && saysNoPage(error)) return NO_PAGE;
      throw error;
    });
    return { request, response };
  }

  /** The body of a page may be unchanged and its header `Link`, or what is behind it, have become another one. */
  private async unchanged(state: PollState, answered: Answered, context: PollContext): Promise<PollResult> {
    const { paging } = this.options;
    const told = state.moved === true && !restarts(paging) ? { failure: movedItems(state.at) } : {};
    if (mayHaveBehind(paging)) return { ...told, ...(await this.unchangedList(state, context)) };
    const link = restarts(paging) ? undefined : this.link(answered, undefined);
    if (link === undefined || link === state.at.link) return { ...told, records: [] };
    const unread = defined({ ...state, validators: undefined });
    return { ...told, records: [], cursor: keptState({ ...unread, at: { link }, pages: 0 }), more: true };
  }

  private async unchangedList(state: PollState, context: PollContext): Promise<PollResult> {
    const { paging } = this.options;
    const same = { at: state.at, more: false };
    const look = this.look(context);
    const { next, kept } = await pageBehind(paging, state, undefined, same, look, this.chance);
    if (!next.more) {
      if (!(await hasMovedInFront(this.options, state, undefined, look, this.chance))) return { records: [] };
      return { records: [], cursor: keptState({ ...state, moved: true }), failure: movedItems(state.at) };
    }
    const unread = defined({ ...state, validators: undefined, beyond: undefined });
    const place = keptPlace(paging, state, undefined, next.at);
    return { records: [], cursor: keptState({ ...unread, ...kept, ...place, at: next.at, pages: 0 }), more: true };
  }

  private async read(state: PollState, answered: Answered, context: PollContext): Promise<PollResult> {
    const { paging, maxPages } = this.options;
    const look = this.look(context);
    const read = isBeyond(paging, state)
      ? await this.pageBeyond(paging, state, answered, context)
      : this.pageOf(answered, context);
    const { records } = read;
    let first: Promise<Page> | undefined;
    const firstPage = (): Promise<Page> => (first ??= this.pageAt({}, context));
    const pageAt = (at: Position): Promise<Page> =>
      Object.keys(at).length === 0 ? firstPage() : this.pageAt(at, context);
    const lookAt = (at: Position): Promise<ReadPage> => this.lookAt(at, context);
    try {
      assertWhole(this.options, answered.request, answered.response);
      const page: Page = { ...read, link: this.link(answered, read.body) };
      const ended = nextPage(paging, state.at, page, Date.now());
      const { next: counted, kept: behind } = await pageBehind(paging, state, page, ended, look, this.chance);
      const { laterOnly, ...given } = await askedTime(paging, state, page, lookAt);
      const found = await foundNext(paging, state, page, firstPage);
      const led = await walkedPages(paging, state, page, counted, firstPage, look);
      const { next, kept: largest, open } = await behindTime(paging, state, page, counted, lookAt, this.chance);
      const walked = {
        ...led,
        ...largest,
        ...(await obeyedTime(paging, state, page, pageAt, this.chance, Date.now())),
        ...(await firstLook(paging, state, page, next, pageAt, this.chance)),
        ...((await hasMovedInFront(this.options, state, page, look, this.chance)) ? { moved: true as const } : {}),
        ...behind,
        ...keptPlace(paging, state, PagePrint.of(page), next.at),
      };
      // Pages that lead to each other without end must be read only as fast as the agent polls.
      const more = next.more && state.pages + 1 < maxPages;
      const validators = open ? undefined : this.validators(state, next.at, answered);
      const kept = {
        at: next.at,
        pages: more ? state.pages + 1 : 0,
        ...defined({ validators, found }),
        ...given,
        ...walked,
      };
      const result = { records, cursor: keptState(kept), ...(more ? { more } : {}) };
      const failure = walked.moved === true && !restarts(paging) ? movedItems(state.at) : laterOnly;
      return { ...result, ...defined({ failure }) };
    } catch (error) {
      // What was read is well, whatever is wrong with the way to the next page.
      return { records, failure: error as Error };
    }
  }

  private validators(state: PollState, next: Position, { request, response }: Answered): Validators | undefined {
    return keptValidators(this.options, state, next, response, requestDigest(this.options, request));
  }

  /** Reads another page, as the first one again, to see whether the page that was asked for is really another. */
  private async pageAt(at: Position, context: PollContext): Promise<Page> {
    const answered = await this.askedAt(at, context);
    const page = this.pageOf(answered, context);
    return { ...page, link: this.linkOrNone(answered, page.body) };
  }

  private askedAt(at: Position, context: PollContext, look = false): Promise<Answered> {
    const asked = (): Promise<Answered> => this.ask({ at, pages: 0 }, context, look);
    return asked().catch(async (error: unknown) => {
      const { retryAfterMs: ms } = error as { readonly retryAfterMs?: number };
      // The call for the page itself may have used up the rate.
      if (ms === undefined || ms > LONGEST_WAIT_MS) throw error;
      await setTimeout(ms, undefined, { signal: context.signal });
      return asked();
    });
  }

  private look(context: PollContext): Look {
    return async (at) => PagePrint.of(await this.lookAt(at, context));
  }

  /** Looks at a place that need not be there. What is no page, and no end either, is the failure of the poll. */
  private async lookAt(at: Position, context: PollContext): Promise<ReadPage> {
    try {
      return await this.pageOrEnd(await this.askedAt(at, context, true), at, context);
    } catch (error) {
      context.signal.throwIfAborted();
      throw lookFailure(error, at);
    }
  }

  /** The page of a place that may be behind the end: it has no items if it has none that were not read before. */
  private async pageBeyond(
    paging: ResolvedCountPaging,
    state: PollState,
    answered: Answered,
    context: PollContext,
  ): Promise<ReadPage> {
    const page = await this.pageOrEnd(answered, state.at, context);
    return (await isEarlierPage(paging, state, PagePrint.of(page), this.look(context))) ? NO_ITEMS : page;
  }

  /** An API that answers in words where it has no page says so far behind its end, too. */
  private async pageOrEnd(answered: Answered, at: Position, context: PollContext): Promise<ReadPage> {
    const words = wordsOf(answered.response, this.options);
    if (words !== undefined && words === (await this.wordsFar(at, context, words))) return NO_ITEMS;
    return this.pageOf(answered, context);
  }

  private async wordsFar(at: Position, context: PollContext, words: string): Promise<string | undefined> {
    const { paging } = this.options;
    // A cursor that is none leads nowhere.
    if (!isCounted(paging)) return words;
    const answered = await this.askedAt(farBehind(paging, at), context, true);
    return wordsOf(answered.response, this.options);
  }

  private pageOf({ response }: Answered, { parameters }: PollContext): ReadPage {
    const body = pollBody(response, this.options.baseUrl !== undefined);
    const items = pollItems(body, this.options.items);
    const records = items.map((item, index) => polledRecord(this.options, item, index, parameters));
    return { body, items, records };
  }

  private link({ request, response }: Answered, body: AnswerPart | undefined): string | undefined {
    const { baseUrl, paging } = this.options;
    if (paging?.kind !== 'link' || baseUrl === undefined) return undefined;
    const target = paging.next === undefined ? nextLink(response.headers['link'] ?? '') : bodyLink(body, paging.next);
    return target === undefined ? undefined : linkPath(target, requestUrl(baseUrl, request), baseUrl, paging.pathOnly);
  }

  /** Of a page that is only looked at: what must not be followed is told where it is read. */
  private linkOrNone(answered: Answered, body: AnswerPart | undefined): string | undefined {
    try {
      return this.link(answered, body);
    } catch {
      return undefined;
    }
  }
}
