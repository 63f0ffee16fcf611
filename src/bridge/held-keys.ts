import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { findHeldRun } from '../temporal/keys/held-run';
import type { Log } from '../log';
import { HELD_WORKFLOW, RECORDS_SIGNAL, type HeldInput, type RecordsSignal } from '../model/contract/contract';
import { heldWorkflowId, routePrefix } from '../model/names/workflow-id';

const HELD_MARK = heldWorkflowId('', '');

export interface HeldKeysOptions {
  readonly gateway: string;
  readonly route: string;
  readonly taskQueue: string;
}

interface ClosedRun {
  readonly runId: string;
  readonly retired: boolean;
}

/**
 * Tracks keys whose workflow was closed by someone (I7). Their records go to a held-key workflow beside the closed one.
 * There they are durable, in order and out of the way until `sluice keys restart`.
 */
export class HeldKeys {
  /** Maps each workflow id to the run that was closed. */
  private readonly closedRuns = new Map<string, string>();

  constructor(
    private readonly client: Client,
    private readonly options: HeldKeysOptions,
    private readonly log: Log,
  ) {}

  /**
   * Loads the keys that are already held. It must run before the first signal: once the server has forgotten a closed
   * run (retention), nothing else says that its key must not start empty.
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

  /** Keeps the records for a closed workflow. Returns false if the workflow runs again: send them there. */
  async signal(workflowId: string, signal: RecordsSignal): Promise<boolean> {
    const known = this.closedRuns.get(workflowId);
    if (known !== undefined) {
      if (await this.signalHeld(heldWorkflowId(workflowId, known), signal)) return true;
      // It was released or has closed itself. What is known here may be stale, so look again before acting on it.
      this.closedRuns.delete(workflowId);
    }
    const closed = await this.closedRun(workflowId);
    if (closed === undefined) {
      if (known !== undefined) this.log.info({ workflowId }, 'the key is running again');
      return false;
    }
    return this.hold(workflowId, closed, signal);
  }

  /** Returns false if the held-key workflow does not run. */
  private async signalHeld(heldId: string, signal: RecordsSignal): Promise<boolean> {
    try {
      await this.client.workflow.getHandle(heldId).signal(RECORDS_SIGNAL, signal);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Returns false if the key was restarted in the meantime. */
  private async hold(
    workflowId: string,
    { runId: closedRunId, retired }: ClosedRun,
    signal: RecordsSignal,
  ): Promise<boolean> {
    const { gateway, route, taskQueue } = this.options;
    const heldId = heldWorkflowId(workflowId, closedRunId);
    const earlier = await findHeldRun(this.client, heldId);
    const earlierRunId = earlier?.state === 'lost' ? earlier.runId : undefined;
    const input: HeldInput = { gateway, route, workflowId, closedRunId, ...(retired ? { retired } : {}) };
    try {
      await this.client.workflow.signalWithStart(HELD_WORKFLOW, {
        workflowId: heldId,
        taskQueue,
        args: [earlierRunId === undefined ? input : { ...input, earlierRunId }],
        signal: RECORDS_SIGNAL,
        signalArgs: [signal],
        // A held-key workflow that completed has handed everything over. One that was closed has not; another follows.
        workflowIdReusePolicy: earlierRunId === undefined ? 'REJECT_DUPLICATE' : 'ALLOW_DUPLICATE_FAILED_ONLY',
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      return false;
    }
    this.closedRuns.set(workflowId, closedRunId);
    if (earlierRunId !== undefined) {
      this.log.error(
        { workflowId: heldId, runId: earlierRunId },
        'the workflow that held the records of a key was closed; another one holds them now',
      );
    }
    return true;
  }

  private async closedRun(workflowId: string): Promise<ClosedRun | undefined> {
    const { runId, status } = await this.client.workflow.getHandle(workflowId).describe();
    if (status.name === 'RUNNING') return undefined;
    // A workflow that hosts keys completes only to retire, with nothing open; the held-key workflow revives it at once.
    if (status.name === 'COMPLETED') return { runId, retired: true };
    this.log.error(
      { workflowId, runId, status: status.name },
      'the workflow of a key was closed: the key is held until `sluice keys restart`',
    );
    return { runId, retired: false };
  }
}
