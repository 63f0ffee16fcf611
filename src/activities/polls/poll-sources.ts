import { ApplicationFailure } from '@temporalio/activity';
import type { ResolvedAgent } from '../../config/agent/resolved-agent';
import type { PollBatch, PollOutcome, PollWork } from '../../model/contract/agent-contract';
import type { Failure } from '../../model/contract/failure';
import { splitHashes } from '../../model/seen-window';
import { untilAborted } from '../until-aborted';
import { AttemptFence, type FencedWorker } from '../attempt-fence';
import { slotOf, untilAsked, untilNext } from './poll-schedule';
import type { PollContext, PollResult, PollSource } from '../../config/agent/poll-source';
import { pollInvalid } from './poll-failure';
import type { PollAsked } from './poll-call';
import { checkedResult, polledItems, type PolledItems } from './polled-items';
import { PollTrace, type PollTracing } from './poll-trace';
import { defined } from '../../model/defined';
import { retryDelay } from '../destinations/call/retry-policy';

/** Time for a source among quick ones; after that it is asked among the slow ones, with its full time. */
const QUICK_MS = 2_000;
/** A poll that took less time belongs to the quick ones again. */
const QUICK_AGAIN_MS = 1_000;
/** The answer of a batch must stay below Temporal's 2 MB. */
const MAX_REPLY_BYTES = 1_250_000;
/** Time after which to ask again about a definition that may be in another worker's config, or come back. */
const UNKNOWN_MS = 60_000;
/** Heartbeat timeout if the workflow has set none. */
const HEARTBEAT_TIMEOUT_MS = 15_000;
const MESSAGE_CHARACTERS = 500;

export interface PollDeps extends FencedWorker {
  readonly agents: ReadonlyMap<string, { readonly options: ResolvedAgent; readonly source: PollSource }>;
  /** Makes the function that calls the gateway's destinations for a poll, see `PollContext.call`. */
  readonly caller: (asked: PollAsked) => PollContext['call'];
  /** Undefined if the gateway takes part in no traces. */
  readonly tracing: PollTracing | undefined;
}

/** Polls the sources of a batch concurrently, each with its own outcome. */
export const pollSources =
  (deps: PollDeps) =>
  async (batch: PollBatch): Promise<readonly PollOutcome[]> => {
    const agent = deps.agents.get(batch.definition);
    if (agent === undefined) return batch.works.map(({ chain }) => unknown(chain, batch.definition));
    const fence = await AttemptFence.ofActivity(deps, HEARTBEAT_TIMEOUT_MS, () => undefined);
    const room = { bytes: MAX_REPLY_BYTES };
    try {
      const one = (work: PollWork): Promise<PollOutcome> =>
        new Poll(deps, batch, agent.options, agent.source, work).run(fence.signal, room);
      const outcomes = await Promise.all(batch.works.map(one));
      // No cursor has advanced, so the next attempt polls again.
      if (fence.signal.aborted) throw ApplicationFailure.retryable('The attempt was stopped.', 'AttemptFenced');
      return outcomes;
    } finally {
      fence.close();
    }
  };

class Poll {
  private readonly startedAt = Date.now();
  private trace: PollTrace | undefined;

  constructor(
    private readonly deps: PollDeps,
    private readonly batch: PollBatch,
    private readonly agent: ResolvedAgent,
    private readonly source: PollSource,
    private readonly work: PollWork,
  ) {}

  async run(fenced: AbortSignal, room: { bytes: number }): Promise<PollOutcome> {
    const { chain, ask, slot } = this.work;
    const wait = ask === true ? untilAsked(this.agent, slot, this.startedAt) : 0;
    if (wait > 0) return { chain, nextInMs: wait };
    this.trace = PollTrace.begun(this.deps.tracing, this.startedAt);
    const outcome = await this.polled(fenced, room);
    this.trace?.ended(this.batch, outcome);
    return outcome;
  }

  private async polled(fenced: AbortSignal, room: { bytes: number }): Promise<PollOutcome> {
    const { chain } = this.work;
    const { quick } = this.batch;
    const allowedMs = quick ? Math.min(QUICK_MS, this.agent.timeoutMs) : this.agent.timeoutMs;
    const timeout = AbortSignal.timeout(allowedMs);
    const signal = AbortSignal.any([fenced, timeout]);
    try {
      const polled = this.source.poll(this.work.cursor, this.context(signal));
      const result = await untilAborted(polled, signal, 'The poll was stopped.');
      return this.succeeded(result, room);
    } catch (error) {
      if (!timeout.aborted) return this.failed(thrown(error), retryAfter(error));
      if (quick && allowedMs < this.agent.timeoutMs) return { chain, nextInMs: 0, slow: true };
      return this.failed({ code: 'timeout', message: `No answer within ${this.agent.timeoutMs} ms.` });
    }
  }

  private context(signal: AbortSignal): PollContext {
    const { chain, parameters = {} } = this.work;
    const { gateway } = this.batch;
    const trace = this.trace?.parent;
    const call = this.deps.caller({ gateway, agent: chain, signal, ...defined({ trace }) });
    return { agent: chain, parameters, signal, call, ...defined({ traceparent: trace }) };
  }

  private succeeded(answer: unknown, room: { bytes: number }): PollOutcome {
    const { chain, cursor: before, slot: last, seen } = this.work;
    const { gateway, definition } = this.batch;
    const { topic } = this.agent;
    let checked;
    try {
      const result = checkedResult(answer);
      const origin = { gateway, definition, agent: chain, topic };
      checked = { result, ...polledItems(result.records, origin, splitHashes(seen)) };
    } catch (error) {
      return this.failed({ code: 'poll-invalid', message: (error as Error).message });
    }
    const { result, items, bytes, again, mistaken } = checked;
    // Other sources of the batch have filled the answer, and polling again loses nothing.
    if (room.bytes < bytes) return { chain, nextInMs: 0, ...this.pace() };
    room.bytes -= bytes;
    const broken = whatBroke(result, mistaken);
    if (broken !== undefined) return this.broken(broken.failure, { items, bytes, again }, broken.cursor);
    const now = Date.now();
    const slot = slotOf(this.agent, last, this.startedAt);
    const advanced = result.cursor !== undefined && JSON.stringify(result.cursor) !== JSON.stringify(before);
    // Without anything new, the same poll would be repeated without end.
    const more = result.more === true && (advanced || items.length > 0);
    const wait = more ? 0 : untilNext(this.agent, slot, now);
    return {
      chain,
      nextInMs: Math.max(wait, askedWait(result.notBeforeMs, this.agent.retry.maxRetryAfterMs)),
      slot,
      polled: {
        items,
        bytes,
        ...(advanced ? { cursor: result.cursor } : {}),
        ...(more ? { more } : {}),
        ...(again.length === 0 ? {} : { again }),
        ...this.terms(),
      },
      ...this.pace(),
    };
  }

  /** A poll that failed when it had read something. Without ids, that would be published anew at each attempt. */
  private broken(failure: Error, { items, bytes, again }: PolledItems, cursor: unknown): PollOutcome {
    const outcome = this.failed(thrown(failure), retryAfter(failure));
    const advanced = cursor !== undefined && JSON.stringify(cursor) !== JSON.stringify(this.work.cursor);
    if ((items.length === 0 && !advanced) || items.some(({ hash }) => hash === undefined)) return outcome;
    const polled = { items, bytes, ...(advanced ? { cursor } : {}), ...(again.length === 0 ? {} : { again }) };
    return { ...outcome, polled: { ...polled, ...this.terms() } };
  }

  private terms(): { readonly passOver?: true; readonly trace?: string } {
    const trace = this.trace?.parent;
    return { ...(this.agent.onRefused === 'pass-over' ? { passOver: true } : {}), ...defined({ trace }) };
  }

  private failed(failure: Failure, retryAfterMs?: number): PollOutcome {
    const count = (this.work.attempts ?? 0) + 1;
    const nextInMs = retryDelay(this.agent.retry, { count, ageMs: 0, retryAfterMs }) ?? this.agent.retry.maximumMs;
    const message = failure.message.slice(0, MESSAGE_CHARACTERS);
    return { chain: this.work.chain, nextInMs, failure: { ...failure, message }, ...this.pace() };
  }

  private pace(): Pick<PollOutcome, 'slow'> {
    return Date.now() - this.startedAt > QUICK_AGAIN_MS ? { slow: true } : {};
  }
}

const whatBroke = (
  { failure, cursor }: PollResult,
  mistaken: string | undefined,
): { readonly failure: Error; readonly cursor?: unknown } | undefined => {
  // The cursor must not pass items that are not published.
  if (mistaken !== undefined) return { failure: pollInvalid(mistaken) };
  return failure === undefined ? undefined : { failure, cursor };
};

const askedWait = (ms: unknown, most: number): number =>
  typeof ms === 'number' && ms > 0 ? Math.min(Math.round(ms), most) : 0;

const unknown = (chain: string, definition: string): PollOutcome => ({
  chain,
  nextInMs: UNKNOWN_MS,
  failure: { code: 'poll-invalid', message: `The configuration of this worker has no agents ${definition}.` },
});

/** Turns what a poll threw, which may be anything, into a failure. `PollFailure` says more than its message. */
const thrown = (error: unknown): Failure => {
  const { message, failure } = (error ?? {}) as { readonly message?: unknown; readonly failure?: Partial<Failure> };
  const text = typeof message === 'string' ? message : String(error);
  return { code: 'poll-failed', ...failure, message: text };
};

const retryAfter = (error: unknown): number | undefined => {
  const { retryAfterMs } = (error ?? {}) as { readonly retryAfterMs?: unknown };
  return typeof retryAfterMs === 'number' && retryAfterMs > 0 ? retryAfterMs : undefined;
};
