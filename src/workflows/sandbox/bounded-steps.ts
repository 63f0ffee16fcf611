// This is preloaded into the sandbox before any workflow (see workflow-bundle.ts); handlers' turns import it, too.
//
// Temporal's SDK bounds each call into the sandbox by a time-out, four to six calls an activation, and for each of them
// Node starts a thread that watches it: 0.1 ms of processor time with Node 20, 0.24 ms with Node 24. Here an activation
// is bounded as a whole: one thread, the same bound, and the same failed workflow task if it does not end. Meanwhile the
// thread says in shared memory what it is at, so that a hanging handler can be told (see src/gateway/step-watch.ts).
//
// It wraps `BaseVMWorkflow.activate` of @temporalio/worker 1.24.0, which runs to the end of its step before it waits for
// anything. Where that is not found, everything stays as the SDK made it.
//
// Stock workflows run no code of a user, so nothing bounds them: a bound would only have them tried again.
import { AGENTS_WORKFLOW, HELD_AGENTS_WORKFLOW } from '../../model/contract/agent-contract';
import { AT_ONCE_WORKFLOW, DELIVER_WORKFLOW, HELD_WORKFLOW } from '../../model/contract/contract';
import { OUTBOX_WORKFLOW, PUBLISH_WORKFLOW } from '../../model/contract/outbox-contract';
import { SHELF_WORKFLOW } from '../../model/contract/shelf-contract';
import { ROUTE_WORKFLOW } from '../../model/routes/route-control';
import { STEP_SLOTS, StepSlot } from '../../model/step-slot';
import { thrownText } from '../../model/thrown-text';
import { amongOwnGlobals, namesAgain } from './realm-exchange';
import { sdkModule, type ThreadWorkflow } from './sdk-module';
import { sendSinkCalls } from './sent-sink-calls';
import { workerThread, type WorkerThread } from './worker-realm';

const STEP = '__sluice_step';

/** The global object of the SDK's realm. */
interface Owner {
  readonly Promise: typeof Promise;
  readonly structuredClone: (value: unknown) => unknown;
  [STEP]?: () => Promise<unknown>;
}

/** If a handler's file exports one of these names, the stock workflow is taken. */
const STOCK: ReadonlySet<string> = new Set([
  ...[DELIVER_WORKFLOW, HELD_WORKFLOW, PUBLISH_WORKFLOW, OUTBOX_WORKFLOW, SHELF_WORKFLOW],
  ...[ROUTE_WORKFLOW, AGENTS_WORKFLOW, HELD_AGENTS_WORKFLOW, AT_ONCE_WORKFLOW],
]);

const UNBOUNDED: { readonly timeout?: number } = {};

type Step = Promise<unknown>;

/**
 * Node runs what a call into the sandbox has left to do at the end of that call, unless it throws or its time-out ends it.
 * Then that would run within the next call, which may be of another workflow: its calls would be made there.
 */
const LEFT = { timeout: 20 };
const ATTEMPTS = 5;

/** A callback of the sandbox would wait until something runs in the sandbox again. */
const RESCUE = '(step, rescue) => step.then(undefined, (error) => rescue(error))';

/** What stops a workflow may be so odd that the SDK cannot write it down, and would end the worker instead. */
const stopped = ({ activator }: ThreadWorkflow, error: unknown): object => {
  const { runId } = activator.info;
  try {
    return { runId, failed: { failure: activator.errorToFailure(error) } };
  } catch {
    return { runId, failed: { failure: { message: thrownText(error), source: 'Sluice' } } };
  }
};

let slot: StepSlot | undefined;

/** The chain whose handler has begun last since the activation began, and whether those of others have, too. */
let begun: string | undefined;
let others = false;

/** Says whose handler begins, in case that it never ends. */
export const handlerBegins = (chain: string): void => {
  slot?.handles(chain);
  others ||= begun !== undefined && begun !== chain;
  begun = chain;
};

/** The one chain whose handler has begun in this activation, or, between two, in the last one. */
export const handledAlone = (): string | undefined => (others ? undefined : begun);

const boundSteps = (thread: WorkerThread): void => {
  const workflow = sdkModule(thread).BaseVMWorkflow?.prototype;
  if (typeof workflow?.activate !== 'function') return;
  const { getEnvironmentData, threadId } = thread.getBuiltinModule('node:worker_threads');
  const memory = getEnvironmentData(STEP_SLOTS);
  slot = memory && StepSlot.take(memory, threadId);
  const { Script, runInThisContext } = thread.getBuiltinModule('node:vm');
  const steps = new Script(`${STEP}()`);
  const owner = runInThisContext('globalThis') as Owner;
  sendSinkCalls(sdkModule(thread), owner.structuredClone);
  const rescued = runInThisContext(RESCUE) as (step: Step, rescue: (error: unknown) => object) => Step;
  /** The SDK's bound, which it gives to the call that makes a workflow. */
  let timeout: number | undefined;
  let bounded = false;

  const { runInContext } = Script.prototype;
  const nothing = new Script('');
  let realm: object | undefined;
  /** What the time-out ends here is dropped with all that waits behind it, so that the next attempt finds nothing left. */
  const runWhatIsLeft = (attempts = ATTEMPTS): void => {
    if (realm === undefined || attempts === 0) return;
    namesAgain();
    try {
      runInContext.call(nothing, realm, LEFT);
    } catch {
      runWhatIsLeft(attempts - 1);
    }
  };
  Script.prototype.runInContext = function (context, options) {
    timeout = options?.timeout ?? timeout;
    realm = context;
    try {
      return amongOwnGlobals(() => runInContext.call(this, context, bounded ? UNBOUNDED : options));
    } catch (error) {
      runWhatIsLeft();
      throw error;
    }
  };

  const { activate } = workflow;
  // No async function: a promise of the sandbox is settled only when something runs in the sandbox again.
  workflow.activate = function (activation) {
    begun = undefined;
    others = false;
    if (timeout === undefined) return activate.call(this, activation);
    const { info } = this.activator;
    owner[STEP] = () => rescued(activate.call(this, activation), (error) => stopped(this, error));
    slot?.begin(info.workflowId);
    bounded = true;
    try {
      return STOCK.has(info.workflowType) ? owner[STEP]() : (steps.runInThisContext({ timeout }) as Step);
    } catch (error) {
      runWhatIsLeft();
      return owner.Promise.resolve(stopped(this, error));
    } finally {
      bounded = false;
      slot?.end();
    }
  };
};

const thread = workerThread();
if (thread !== undefined) boundSteps(thread);
