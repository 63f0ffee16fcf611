import { randomUUID } from 'node:crypto';
import type { Destination } from '../destinations/call/destination';
import { namesItsTrace } from '../names-its-trace';
import { PollFailure } from './poll-failure';
import type { PollContext } from '../../config/agent/poll-source';
import { withAnswerData } from '../../model/json/answer-data';
import { defined } from '../../model/defined';
import { waitWords } from '../../model/contract/wait-reason';

/** Who asks. */
export interface PollAsked {
  readonly gateway: string;
  readonly agent: string;
  readonly signal: AbortSignal;
  /** Where the poll stands in its trace, as `traceparent` says it; absent if it belongs to none. */
  readonly trace?: string;
}

/**
 * Implements `PollContext.call` over the gateway's destinations. A poll that would have to wait for the rate, the
 * breaker or the gate fails with the time to wait: the agent comes back then, and occupies no activity meanwhile.
 */
export const pollCaller =
  (destinations: ReadonlyMap<string, Destination>) =>
  ({ gateway, agent, signal, trace }: PollAsked): PollContext['call'] =>
  async (name, request, { accept = [], maxBytes, numbers = 'exact', look = false } = {}) => {
    const destination = destinations.get(name);
    if (destination === undefined) {
      const message = `The configuration of this worker has no destination ${JSON.stringify(name)}.`;
      throw new PollFailure({ code: 'destination-unknown', message, destination: name }, { terminal: true });
    }
    const result = await destination.call({
      // A poll's method defaults to GET.
      request: request.method === undefined ? { ...request, method: 'GET' } : request,
      // Each poll is a question of its own, so its key is random; only a destination in code sees it.
      idempotencyKey: `${gateway}.poll.${randomUUID()}`,
      token: Date.now(),
      ...defined({ trace: namesItsTrace(request) ? undefined : trace }),
      caller: `${gateway} ${agent}`,
      answer: true,
      loss: 'byte',
      signal,
      retry: destination.retry,
      batch: signal,
      poll: { accept, look, ...defined({ maxBytes }) },
      mustStop: () => signal.aborted,
    });
    if (result === 'not-begun') {
      throw new PollFailure({ code: 'timeout', message: 'The poll was stopped before its call.', destination: name });
    }
    if ('wait' in result) {
      const { reason, forMs, message: said } = result.wait;
      const message = waitWords(reason, said);
      throw new PollFailure({ code: reason, message, destination: name }, { retryAfterMs: forMs });
    }
    if ('failure' in result) {
      const { terminal, retryAfterMs, ...failure } = result.failure;
      throw new PollFailure({ ...failure, destination: name }, { terminal, retryAfterMs });
    }
    if (result.response !== undefined) {
      const { data, source, ...kept } = result.response;
      return withAnswerData({ ...kept, ...defined({ source }) }, { data, ...defined({ source }) }, numbers);
    }
    throw new PollFailure({ code: 'poll-failed', message: 'The destination gave no answer.', destination: name });
  };
