import {
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  CALLBACK_UPDATE,
  CALLBACK_VERDICTS,
  type CallbackDelivery,
  type CallbackVerdict,
} from '../model/contract/callback-contract';
import { RefusedCallback } from './refused-callback';

/** Callers of webhooks seldom wait longer than ten seconds, so the answer must come sooner. */
const ANSWER_MS = 8_000;
const SOON_SECONDS = 5;
/** Time for a caller to wait while a closed workflow needs `sluice keys restart`. */
const CLOSED_SECONDS = 60;

/** Brings callbacks to the workflows of their records. */
export class CallbackSender {
  constructor(private readonly client: Client) {}

  /**
   * Resolves once the workflow has answered; a callback that it took is then in its history.
   * @throws RefusedCallback 503 when nobody can tell now, 410 when the workflow no longer exists.
   */
  async send(workflowId: string, delivery: CallbackDelivery): Promise<CallbackVerdict> {
    try {
      return await this.client.withDeadline(Date.now() + ANSWER_MS, () =>
        this.client.workflow
          .getHandle(workflowId)
          .executeUpdate<CallbackVerdict, [CallbackDelivery]>(CALLBACK_UPDATE, { args: [delivery] }),
      );
    } catch (error) {
      const verdict = verdictOf(error);
      if (verdict !== undefined) return verdict;
      if (error instanceof WorkflowNotFoundError) throw await this.notRunning(workflowId);
      if (noAnswer(error)) throw unanswered();
      throw error;
    }
  }

  private async notRunning(workflowId: string): Promise<RefusedCallback> {
    try {
      const { status } = await this.client.withDeadline(Date.now() + ANSWER_MS, () =>
        this.client.workflow.getHandle(workflowId).describe(),
      );
      // The workflow may have continued as new or been restarted in between.
      if (status.name === 'RUNNING') return unanswered();
      if (status.name === 'COMPLETED') return RefusedCallback.late();
      return new RefusedCallback(
        503,
        'closed',
        'The key of this callback is held: its workflow was closed.',
        CLOSED_SECONDS,
      );
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return RefusedCallback.late();
      if (noAnswer(error)) return unanswered();
      throw error;
    }
  }
}

/** Reads the verdict from a validator's refusal, which arrives as a failure named after it. */
const verdictOf = (error: unknown): CallbackVerdict | undefined => {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return undefined;
  const { type } = error.cause;
  return CALLBACK_VERDICTS.find((verdict) => verdict === type);
};

const noAnswer = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
  error instanceof WorkflowUpdateFailedError ||
  isGrpcServiceError(error) ||
  isGrpcServiceError((error as { cause?: unknown }).cause);

const unanswered = (): RefusedCallback =>
  new RefusedCallback(503, 'unavailable', 'Nobody can take this callback now; repeat it.', SOON_SECONDS);
