// A handler's child workflow, seen from outside: it must outlive the run that wants it, and the next run must find it
// again, which Temporal's own children do not allow.
import { status as GrpcStatus } from '@grpc/grpc-js';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import type { ChildOutcome, ChildRequest } from '../model/contract/child-contract';
import type { FailureCode } from '../model/contract/contract';
import { defined } from '../model/defined';
import { idempotencyKey } from '../model/names/idempotency-key';
import { isBytes } from '../model/is-bytes';
import { grpcError } from './grpc-error';
import { isLate } from './is-late';

/** A worker runs a limited number of activities, and children may take days: so the workflow asks again and again. */
const WAIT_MS = 3_000;
const MAX_RESULT_BYTES = 64 * 1024;

/** The id of a child: that of its record's step, plus its attempt. */
export const childWorkflowId = ({ gateway, stream, position, revision = 0, step, attempt }: ChildRequest): string => {
  const id = idempotencyKey({ gateway, stream, position, revision, step });
  return attempt === 1 ? id : `${id}~${attempt}`;
};

const failed = (code: FailureCode, message: string): ChildOutcome => ({
  state: 'failed',
  failure: { code, message: message.slice(0, 1_000) },
});

const start = async (client: Client, taskQueue: string, request: ChildRequest): Promise<void> => {
  const { workflowType, route, chain, step } = request;
  try {
    await client.workflow.start(workflowType, {
      workflowId: childWorkflowId(request),
      taskQueue: request.taskQueue ?? taskQueue,
      args: [...request.args],
      // The child starts once for each step and attempt, however it ends.
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `${route}: ${chain}, step ${step}`.replace(/[\\`*_[\]<>]/g, '\\$&').slice(0, 200),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
};

const result = async (client: Client, request: ChildRequest, deadline: number): Promise<ChildOutcome> => {
  const workflowId = childWorkflowId(request);
  const value: unknown = await client.withDeadline(deadline, () => client.workflow.getHandle(workflowId).result());
  const base64 = isBytes(value) ? Buffer.from(value).toString('base64') : undefined;
  const json = JSON.stringify(base64 ?? value) as string | undefined;
  const bytes = Buffer.byteLength(json ?? '');
  const kept = base64 === undefined ? defined({ result: value }) : { base64 };
  if (bytes <= MAX_RESULT_BYTES) return { state: 'completed', ...kept };
  const message = `Child ${workflowId} returned ${bytes} bytes; at most ${MAX_RESULT_BYTES} are taken.`;
  return failed('response-too-large', message);
};

const causeOf = ({ cause }: WorkflowFailedError): string =>
  cause?.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : (cause?.message ?? 'no cause given');

/** Starts the child unless it was started before, and waits a few seconds for its outcome. */
export const awaitChild = async (client: Client, taskQueue: string, request: ChildRequest): Promise<ChildOutcome> => {
  const workflowId = childWorkflowId(request);
  let deadline = Infinity;
  try {
    if (request.started !== true) await start(client, taskQueue, request);
    deadline = Date.now() + WAIT_MS;
    return await result(client, request, deadline);
  } catch (error) {
    if (error instanceof WorkflowFailedError) return failed('child-failed', `Child ${workflowId}: ${causeOf(error)}`);
    if (error instanceof WorkflowNotFoundError) {
      return failed('child-failed', `Child ${workflowId} was started, and Temporal does not know it any more.`);
    }
    if (isLate(error, deadline)) return { state: 'running' };
    const grpc = grpcError(error);
    if (grpc?.code === GrpcStatus.INVALID_ARGUMENT) {
      return failed('child-failed', `Child ${workflowId} could not be started: ${grpc.details}`);
    }
    throw error;
  }
};
