import { Worker as Thread } from 'node:worker_threads';
import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowBundle } from '@temporalio/worker';

/** What the thread gives back; `ended` if it is no more. */
export interface ThreadAnswer {
  readonly type?: 'ok' | 'error';
  readonly message?: string;
  readonly ended?: string;
  readonly output?: {
    readonly completion: {
      readonly successful?: { readonly commands: readonly object[] };
      readonly failed?: { readonly failure: { readonly message: string } };
    };
  };
}

const SOURCE_MAP = /sourceMappingURL=data:[^,]*,(.*)/;

const sourceMapOf = (code: string): unknown =>
  JSON.parse(Buffer.from(SOURCE_MAP.exec(code)?.[1] ?? '', 'base64').toString());

/** A thread in which Temporal's SDK runs workflows, without a server: what follows what is the test's to say. */
export class SdkThread {
  readonly #thread = new Thread(require.resolve('@temporalio/worker/lib/workflow/workflow-worker-thread'));
  #requests = 0n;
  #answer: (answer: ThreadAnswer) => void = () => undefined;

  constructor() {
    this.#thread.on('message', ({ result }: { readonly result: ThreadAnswer }) => {
      this.#answer(result);
    });
    this.#thread.on('error', (error: unknown) => {
      this.#answer({ ended: String(error) });
    });
  }

  /** @param stepMs - how long a step of a workflow may take */
  static async begin({ ...bundle }: WorkflowBundle, stepMs: number): Promise<SdkThread> {
    const code = 'code' in bundle ? bundle.code : '';
    const workflowBundle = { code, sourceMap: sourceMapOf(code), filename: 'bundle.js' };
    const thread = new SdkThread();
    await thread.#send('init', {
      workflowBundle,
      isolateExecutionTimeoutMs: stepMs,
      reuseV8Context: true,
      registeredActivityNames: new Set(),
      hasPatchActivationCallback: false,
    });
    return thread;
  }

  #send(type: string, input: object): Promise<ThreadAnswer> {
    this.#requests += 1n;
    this.#thread.postMessage({ requestId: this.#requests, input: { type, ...input } });
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  /** The first step of a workflow. */
  async start(workflowType: string, runId: string, ...args: readonly unknown[]): Promise<ThreadAnswer> {
    const startTime = new Date();
    const info = {
      ...{ workflowId: runId, runId, workflowType, taskQueue: 'q', namespace: 'n', firstExecutionRunId: runId },
      ...{ originalExecutionRunId: runId, searchAttributes: {}, typedSearchAttributes: {}, startTime },
      ...{ runStartTime: startTime, taskTimeoutMs: 1000, attempt: 1, historyLength: 3, historySize: 0 },
      unsafe: { isReplaying: false, isReplayingHistoryEvents: false },
    };
    const options = { info, randomnessSeed: [1], now: Date.now(), showStackTraceSources: false };
    const created = await this.#send('create-workflow', { options: { ...options, failureExceptionTypeNames: [] } });
    if (created.type !== 'ok') return created;
    const initializeWorkflow = {
      ...{ workflowType, workflowId: runId, randomnessSeed: 1, firstExecutionRunId: runId, attempt: 1 },
      arguments: args.map((arg) => defaultPayloadConverter.toPayload(arg)),
    };
    const timestamp = { seconds: Math.floor(Date.now() / 1000) };
    const activation = { runId, timestamp, historyLength: 3, isReplaying: false, historySizeBytes: 0 };
    return this.#send('activate-workflow', { runId, activation: { ...activation, jobs: [{ initializeWorkflow }] } });
  }

  /** The worker keeps the workflow no longer. */
  giveUp(runId: string): Promise<ThreadAnswer> {
    return this.#send('dispose-workflow', { runId });
  }

  async end(): Promise<void> {
    await this.#thread.terminate();
  }
}
