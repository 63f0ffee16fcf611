import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

interface Run {
  readonly runId: string;
  readonly workflowType: string;
  status: 'RUNNING' | 'TERMINATED' | 'COMPLETED';
  readonly input: unknown;
  readonly memo?: unknown;
  /** What its snapshot answers; undefined if no worker answers. */
  snapshot?: unknown;
}

/** A Temporal that knows the last run of each workflow, as far as hosts of poll agents need it. */
export class ClosedWorld {
  readonly runs = new Map<string, Run>();
  /** Their ids, in order. */
  readonly signals: (readonly [workflowId: string, signal: string, argument: unknown])[] = [];
  /** Ids that visibility lists, whatever is asked. */
  readonly visible: string[] = [];
  private started = 0;

  run(workflowId: string): Run {
    const run = this.runs.get(workflowId);
    if (run === undefined) throw new WorkflowNotFoundError('none', workflowId, undefined);
    return run;
  }

  put(workflowId: string, run: Partial<Run>): void {
    this.runs.set(workflowId, { runId: 'r0', workflowType: 'sluiceAgents', status: 'RUNNING', input: {}, ...run });
  }

  get client(): Client {
    const start = (workflowType: string, options: WorkflowStartOptions & { readonly signal?: string }) => {
      const { workflowId, args = [], workflowIdReusePolicy, signal, memo } = options;
      const known = this.runs.get(workflowId);
      const mayFollow = workflowIdReusePolicy === 'ALLOW_DUPLICATE' && known?.status !== 'RUNNING';
      if (known !== undefined && !mayFollow) {
        throw new WorkflowExecutionAlreadyStartedError('known', workflowId, workflowType);
      }
      this.started += 1;
      const runId = `r${this.started}`;
      this.put(workflowId, { runId, workflowType, input: (args as readonly unknown[])[0], memo });
      if (signal !== undefined) this.signals.push([workflowId, signal, undefined]);
      return { firstExecutionRunId: runId };
    };
    return {
      withDeadline: (_deadline: number, work: () => unknown) => work(),
      workflow: {
        start: async (...args: Parameters<typeof start>) => Promise.resolve(start(...args)),
        signalWithStart: async (...args: Parameters<typeof start>) => Promise.resolve(start(...args)),
        list: () => this.visible.map((workflowId) => ({ workflowId })),
        getHandle: (workflowId: string) => ({
          workflowId,
          describe: async () => {
            const { runId, status, memo } = await Promise.resolve(this.run(workflowId));
            return { workflowId, runId, status: { name: status }, memo };
          },
          fetchHistory: async () => {
            const { input, workflowType } = await Promise.resolve(this.run(workflowId));
            const payloads = [defaultPayloadConverter.toPayload(input)];
            const workflowExecutionStartedEventAttributes = {
              workflowType: { name: workflowType },
              taskQueue: { name: 'q' },
              input: { payloads },
            };
            return {
              events: [{ workflowExecutionStartedEventAttributes }, { workflowTaskCompletedEventAttributes: {} }],
            };
          },
          query: async () => {
            const { snapshot } = await Promise.resolve(this.run(workflowId));
            if (snapshot === undefined) throw new Error('no poller');
            return snapshot;
          },
          signal: async (signal: string, argument: unknown) => {
            const run = await Promise.resolve(this.run(workflowId));
            if (run.status !== 'RUNNING') throw new WorkflowNotFoundError('closed', workflowId, run.runId);
            this.signals.push([workflowId, signal, argument]);
            if (signal === 'sluice.release') run.status = 'COMPLETED';
          },
        }),
      },
    } as unknown as Client;
  }
}
