// This is preloaded into the sandbox before any workflow (see workflow-bundle.ts); nothing imports it.
//
// Temporal's SDK takes a stack trace for each promise that a workflow makes, for the "call stack" of its UI. That took
// half of the processor time of a replay, and a fifth of a warm gateway's: 4,000 events took 4.5 s to replay, and a
// workflow task has 10 s. So the hook is taken away, and the UI has no call stack for these workflows; what a key waits
// for is in its details and its status. Errors that handlers throw keep their stacks.
//
// A replay on the main thread leaves the hook to its process, and gives it an error without a stack instead. The hook
// (`GlobalHandlers.setPromiseHook` of @temporalio/worker 1.24.0) reaches the sandbox by
// `promise.constructor.constructor(code)()`, and so does what finds the workflow of a promise that is rejected and
// forgotten. If another version does something else, it gets its stack traces again.
import { sdkModule } from './sdk-module';
import { workerThread } from './worker-realm';

type Maker = () => unknown;

class ErrorWithoutStack {
  readonly stack = undefined;
}

const makers = new Map<string, Maker>([['return globalThis.Error', () => ErrorWithoutStack]]);

/** Does what `Function(code)`, which it replaces, does, but compiles each code only once. */
const makerOf = (code: string): Maker => {
  let maker = makers.get(code);
  if (maker === undefined) {
    maker = new Function(code) as Maker; // eslint-disable-line @typescript-eslint/no-implied-eval -- the SDK's own code
    makers.set(code, maker);
  }
  return maker;
};

Object.defineProperty(Promise, 'constructor', { value: makerOf });

const thread = workerThread();
if (thread !== undefined) sdkModule(thread).globalHandlers?.stopPromiseHook?.();
