// I12, I4: a command that no worker answers would be carried out whenever one starts, perhaps days after the operator
// has turned to something else. So each counts for seconds only, and whoever wants to wait longer sends it again.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  isGrpcCancelledError,
  isGrpcDeadlineError,
  isGrpcServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { GatewayError } from '../errors';
import { WITHDRAWN } from '../model/contract/timed-command';

/** How long one sending of a command is waited for. */
const ASK_MS = 15_000;
/** A sending counts this much longer: one that is answered late has then been carried out all the same. */
const MARGIN_MS = 5_000;
/** What a sending needs at least. */
const SHORTEST_ASK_MS = 1_000;

export interface Patience {
  /** How long to wait for an answer. */
  readonly waitMs: number;
  /** Aborts the wait: the command counts on until its time. */
  readonly signal?: AbortSignal;
}

export const PATIENCE: Patience = { waitMs: ASK_MS };

export interface Sending {
  /** Names the Update: the server takes the same one twice as one. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

const ASK_AGAIN_MS = 500;

/** Asks until something is answered; undefined if nothing is in time. Without patience it asks once. */
export const askedPatiently = async <Answer>(
  patience: Patience | undefined,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> => {
  const end = Date.now() + (patience?.waitMs ?? 0);
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || Date.now() >= end || patience?.signal?.aborted === true) return answer;
    await delay(ASK_AGAIN_MS);
  }
};

interface Clock {
  readonly now: () => number;
}

/**
 * Sends a command until a worker answers it. One that was withdrawn in the meantime is sent anew when the worker that
 * says so has come: by its clock, in case ours is wrong.
 * @throws GatewayError `under-way` if none answers in time; otherwise what `send` throws.
 */
export const untilAnswered = async <Answer>(
  client: Pick<Client, 'withDeadline' | 'withAbortSignal'>,
  workflowId: string,
  { waitMs, signal }: Patience,
  send: (sending: Sending) => Promise<Answer>,
  { now }: Clock = Date,
): Promise<Answer> => {
  const end = now() + waitMs;
  const askMs = (): number => Math.max(SHORTEST_ASK_MS, Math.min(ASK_MS, end - now()));
  const fresh = (from: number): Sending => ({ id: randomUUID(), until: from + askMs() + MARGIN_MS });
  const ask = (sending: Sending): Promise<Answer> => {
    const call = (): Promise<Answer> => client.withDeadline(now() + askMs(), () => send(sending));
    return signal === undefined ? call() : client.withAbortSignal(signal, call);
  };
  let sending = fresh(now());
  for (let renewed = false; ;) {
    try {
      return await ask(sending);
    } catch (error) {
      const serverTime = withdrawnAt(error);
      if (serverTime !== undefined && !renewed) {
        sending = fresh(serverTime);
        renewed = true;
      } else if (!isSilence(error)) throw error;
      else if (signal?.aborted === true || now() >= end) throw underWay(workflowId, waitMs, sending, error);
      else renewed = false;
    }
  }
};

/** The time of the server at which a worker found the command too late. */
const withdrawnAt = (error: unknown): number | undefined => {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure) || cause.type !== WITHDRAWN) return undefined;
  const [time] = cause.details ?? [];
  return typeof time === 'number' ? time : undefined;
};

/** No worker has answered, or nobody waits for it any more. */
const isSilence = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
  (isGrpcServiceError(error) && (isGrpcDeadlineError(error) || isGrpcCancelledError(error)));

const underWay = (workflowId: string, waitMs: number, { until }: Sending, cause: unknown): GatewayError => {
  const time = new Date(until).toISOString();
  const message =
    `${workflowId} has not answered within ${Math.ceil(waitMs / 1_000)} s; is a worker of the gateway running? The command is ` +
    `under way: it is carried out if a worker starts before ${time} by the clock of Temporal, and withdrawn by itself after that.`;
  return new GatewayError('under-way', message, { cause, retryable: true, until: time });
};
