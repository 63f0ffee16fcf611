// I7: continues a key whose workflow was closed. The closed run's state is restored and its waiting records follow. The
// held-key workflow does that; it is started here, or told to proceed if it holds the key already.
import { setTimeout as delay } from 'node:timers/promises';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { wholeCommands } from './whole-commands';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError } from '../../errors';
import { defined } from '../../model/defined';
import { findHeldRun } from '../../temporal/keys/held-run';
import { HELD_WORKFLOW, RELEASE_SIGNAL, type HeldInput } from '../../model/contract/contract';
import type { KeyStart, Release } from '../../model/contract/release-contract';
import { heldWorkflowId } from '../../model/names/workflow-id';
import { keyStart } from './key-start';
import type { KeyTarget } from './key-target';
import { describeHost } from './show-key';
import { untoldWords } from './untold-run';

const POLL_MS = 200;
const CALL_MS = 10_000;

/** Unchanged if it runs already. */
export type RestartedKey = { readonly workflowId: string; readonly runId: string } & (
  { readonly changed: true; readonly closedRunId: string; readonly closedStatus: string } | { readonly changed: false }
);

const release = async (
  client: Client,
  config: ResolvedConfig,
  input: HeldInput,
  start: KeyStart | undefined,
): Promise<void> => {
  const heldId = heldWorkflowId(input.workflowId, input.closedRunId);
  const earlier = await client.withDeadline(Date.now() + CALL_MS, () => findHeldRun(client, heldId));
  const earlierRunId = earlier?.state === 'lost' ? earlier.runId : undefined;
  try {
    await client.withDeadline(Date.now() + CALL_MS, () =>
      client.workflow.signalWithStart(HELD_WORKFLOW, {
        workflowId: heldId,
        taskQueue: config.temporal.taskQueue,
        args: [earlierRunId === undefined ? input : { ...input, earlierRunId }],
        signal: RELEASE_SIGNAL,
        signalArgs: [defined({ start }) satisfies Release],
        // A held-key workflow that was closed is followed by another, which must know where its records are.
        workflowIdReusePolicy: earlierRunId === undefined ? 'REJECT_DUPLICATE' : 'ALLOW_DUPLICATE_FAILED_ONLY',
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const words = `${input.workflowId} was restarted by someone else at the same time. \`sluice keys show\` shows its status.`;
    throw new GatewayError('refused', wholeCommands(words, input.workflowId), { cause: error });
  }
};

const nextRun = async (client: Client, workflowId: string, closedRunId: string, withinMs: number): Promise<string> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const { runId, status } = await describeHost(client, workflowId);
    if (runId !== closedRunId && status.name === 'RUNNING') return runId;
    if (Date.now() >= deadline) {
      const message = `${workflowId} is not running yet after ${withinMs} ms. The restart is recorded and happens once a worker of the gateway runs.`;
      throw new GatewayError('no-answer', message, { retryable: true });
    }
    await delay(POLL_MS);
  }
};

/**
 * Resolves once the key's workflow runs again; records that waited may still be on their way to it.
 * @throws GatewayError `refused` if someone else is restarting it, or if the closed run cannot tell what it has done and
 * the operator is not `sure`, `not-found`, `no-answer` if it starts too late.
 */
export const restartKey = async (
  client: Client,
  config: ResolvedConfig,
  target: Pick<KeyTarget, 'route' | 'workflowId'> & Partial<KeyTarget>,
  withinMs: number,
  sure = false,
): Promise<RestartedKey> => {
  const { route, workflowId } = target;
  const { runId: closedRunId, status } = await describeHost(client, workflowId);
  if (status.name === 'RUNNING') return { changed: false, workflowId, runId: closedRunId };
  const untold = sure || status.name === 'COMPLETED' ? undefined : await untoldWords(client, workflowId, closedRunId);
  if (untold !== undefined) throw new GatewayError('refused', `${untold} With --yes it is restarted all the same.`);
  const { chain, key } = target;
  const start = key === undefined ? undefined : await keyStart(client, config, { route, workflowId, chain, key });
  await release(client, config, { gateway: config.name, route: route.name, workflowId, closedRunId }, start);
  const runId = await nextRun(client, workflowId, closedRunId, withinMs);
  return { changed: true, workflowId, closedRunId, closedStatus: status.name, runId };
};
