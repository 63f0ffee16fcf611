// A workflow whose handler does not fit its history answers nothing, as if no worker ran. Only its task's failure tells.
import { QueryNotRegisteredError, type Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { GatewayError } from '../errors';
import { STATUS_QUERY } from '../model/contract/contract';
import { describedWorkflow } from '../temporal/described-workflow';
import { AskingTime } from './asking-time';
import { isUnfit } from './unfit';

const ASK_MS = 5_000;
/** A task may fail or time out once when a worker ends. */
const ATTEMPTS = 3;
const LAST_EVENTS = 20;
const MOST_CHARACTERS = 500;
/** The server refuses a task because a signal had just come. */
const UNHANDLED = temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND;

const failedQuery = async (client: Client, workflowId: string): Promise<string | undefined> => {
  try {
    await client.workflow.getHandle(workflowId).query(STATUS_QUERY);
  } catch (error) {
    if (error instanceof QueryNotRegisteredError && isUnfit(error.message)) return error.message;
  }
  // Whatever else it may be: its task says so, or nobody knows.
  return undefined;
};

const failedTask = async (client: Client, workflowId: string): Promise<string | undefined> => {
  const described = await describedWorkflow(client.workflow.getHandle(workflowId));
  const attempt = described?.raw.pendingWorkflowTask?.attempt ?? 0;
  if (attempt < 2) return undefined;
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId },
    maximumPageSize: LAST_EVENTS,
  });
  const [why = ''] = (history?.events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failure }) =>
    failure == null || failure.cause === UNHANDLED ? [] : [failure.failure?.message ?? ''],
  );
  return isUnfit(why) || attempt >= ATTEMPTS ? why || 'its workflow tasks fail or time out' : undefined;
};

/** In the words of its worker, why a workflow cannot run; undefined if it can, or if nobody knows. */
export const whyItCannotRun = async (client: Client, workflowId: string): Promise<string | undefined> => {
  const bounded = async (ask: typeof failedTask): Promise<string | undefined> => {
    const leftMs = AskingTime.leftMs(ASK_MS);
    if (leftMs <= 0) return undefined;
    try {
      return await client.withDeadline(Date.now() + leftMs, () => ask(client, workflowId));
    } catch {
      // What is asked for here explains a failure, and must not take its place.
      return undefined;
    }
  };
  // A question waits for the task that fails.
  const why = (await bounded(failedTask)) ?? (await bounded(failedQuery));
  return why?.slice(0, MOST_CHARACTERS);
};

export const NOTHING_CHANGED = 'Nothing was changed.';

/** Why a workflow cannot run, and what to do about it. */
export const cannotRunWords = (workflowId: string, why: string): string =>
  `${workflowId} cannot run: ${/[.!?]$/.test(why) ? why : `${why}.`} Usually its handler was changed so that it does not fit what ` +
  'the key has done: deploy one that fits. See "A key that cannot run" in docs/operating.md.';

/** The failure of a question that nobody has answered: no worker runs, or the workflow cannot. `besides`: what became of a command. */
export const noAnswer = async (client: Client, workflowId: string, besides = ''): Promise<GatewayError> => {
  const why = await whyItCannotRun(client, workflowId);
  const words =
    why === undefined
      ? `${workflowId} did not answer. Is a worker of the gateway running?`
      : cannotRunWords(workflowId, why);
  return new GatewayError('no-answer', `${words} ${besides}`.trimEnd(), { retryable: why === undefined });
};
