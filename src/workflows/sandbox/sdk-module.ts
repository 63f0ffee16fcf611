import type { WorkerThread } from './worker-realm';

/** What is called outside of the thread, such as a logger. */
interface SinkCall {
  readonly ifaceName: string;
  args: readonly unknown[];
}

/** A workflow, as its thread sees it. */
export interface ThreadWorkflow {
  readonly activator: {
    readonly info: { readonly workflowId: string; readonly runId: string; readonly workflowType: string };
    readonly sinkCalls: readonly SinkCall[];
    errorToFailure(error: unknown): unknown;
  };
  activate: (this: ThreadWorkflow, activation: unknown) => Promise<unknown>;
  getAndResetSinkCalls: (this: ThreadWorkflow) => Promise<unknown>;
}

/** What is used of `vm-shared` of @temporalio/worker 1.24.0; another version may have none of it. */
export interface SdkModule {
  readonly BaseVMWorkflow?: { readonly prototype: ThreadWorkflow };
  readonly globalHandlers?: { readonly stopPromiseHook?: () => void };
}

/** Beside the file with which the SDK starts the thread. */
const SDK_FILE = /workflow-worker-thread(?=\.js$)/;

/** The module of the SDK that runs the thread's workflows. */
export const sdkModule = ({ argv, getBuiltinModule }: WorkerThread): SdkModule => {
  const loaded = getBuiltinModule('node:module')._cache[(argv[1] ?? '').replace(SDK_FILE, 'vm-shared')];
  return loaded?.exports ?? {};
};
