import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { Log } from '../log';
import { HELD_WORKFLOW, RECORDS_SIGNAL, type HeldInput, type RecordsSignal } from '../model/contract';
import { heldWorkflowId, routePrefix } from '../model/workflow-id';

const HELD_MARK = heldWorkflowId('', '');

export interface HeldKeysOptions {
  readonly gateway: string;
  readonly route: string;
  readonly taskQueue: string;
}

/**
 * Keys whose workflow was closed by someone (I7). Their records go to a held-key workflow beside the closed one, so that
 * they are durable, in order, and in nobody's way, until `sluice keys restart`.
 */
export class HeldKeys {
  /** Workflow id -> run that was closed. */
  private readonly closedRuns = new Map<string, string>();

  constructor(
    private readonly client: Client,
    private readonly options: HeldKeysOptions,
    private readonly log: Log,
  ) {}

  /**
   * Learns what is held already. Needed before the first signal: once the server has forgotten a closed run (retention),
   * nothing else tells that its key must not be started empty.
   */
  async load(): Promise<void> {
    const prefix = routePrefix(this.options.gateway, this.options.route);
    const query = `WorkflowType = '${HELD_WORKFLOW}' AND ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '${prefix}'`;
    for await (const { workflowId } of this.client.workflow.list({ query })) {
      const mark = workflowId.lastIndexOf(HELD_MARK);
      if (mark > 0) this.closedRuns.set(workflowId.slice(0, mark), workflowId.slice(mark + HELD_MARK.length));
    }
  }

  has(workflowId: string): boolean {
    return this.closedRuns.has(workflowId);
  }

  /** Keeps the records for a closed workflow. False when it turns out to run again: send them there. */
  async signal(workflowId: string, signal: RecordsSignal): Promise<boolean> {
    const closedRunId = this.closedRuns.get(workflowId) ?? (await this.closedRun(workflowId));
    if (closedRunId === undefined) return false;
    const { gateway, route, taskQueue } = this.options;
    const input: HeldInput = { gateway, route, workflowId, closedRunId };
    try {
      await this.client.workflow.signalWithStart(HELD_WORKFLOW, {
        workflowId: heldWorkflowId(workflowId, closedRunId),
        taskQueue,
        args: [input],
        signal: RECORDS_SIGNAL,
        signalArgs: [signal],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      });
      return true;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      // Released: all that waited there has been handed over, so what follows may go to the key's workflow again.
      this.closedRuns.delete(workflowId);
      this.log.info({ workflowId }, 'key runs again');
      return false;
    }
  }

  private async closedRun(workflowId: string): Promise<string | undefined> {
    const { runId, status } = await this.client.workflow.getHandle(workflowId).describe();
    if (status.name === 'RUNNING') return undefined;
    this.closedRuns.set(workflowId, runId);
    this.log.error(
      { workflowId, runId, status: status.name },
      'workflow of a key was closed: the key is held until `sluice keys restart`',
    );
    return runId;
  }
}
