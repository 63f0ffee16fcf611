// This is preloaded into the sandbox before any workflow (see workflow-bundle.ts); workflows with handlers import it, too.
//
// To Temporal's SDK, a rejected promise that nobody looks at is a fault of its workflow: it fails the task, and each further
// one, so that one record of a careless handler stopped its lane with all keys of others. Careless is common: a helper
// that is called without `await`, one that is begun early and awaited behind a call that fails first, a timer that throws.
// A workflow with a handler therefore goes on, and the worker is told. What a handler has asked of its context without
// waiting for it decides its record all the same (see record-calls.ts).
//
// Worse, the SDK finds the workflow by the constructor of the promise, and shows the reason as text. Both may be odd; then
// its listener throws, which ends the worker, and the next one that takes the workflow over. It does so, too, for what fails
// while a workflow is given up, which nobody waits for any more.
//
// It replaces the listener of @temporalio/worker 1.24.0. On the main thread everything stays as the SDK made it.
import { EVENT_SINK, type KeyEvent } from '../../model/keys/key-event';
import { thrownText } from '../../model/thrown-text';
import { thrownFrames, thrownName } from '../head/thrown-place';
import { handledAlone } from './bounded-steps';
import { activatorInPlace, isGivenUp } from './realm-exchange';
import { workerThread, type RejectionListener, type WorkerThread } from './worker-realm';

/** What the SDK has of the workflow that runs now, or has run last. */
interface Activator {
  readonly info: object;
  readonly sinkCalls: { push(call: object): void };
}
const CURRENT = '__TEMPORAL_ACTIVATOR__';
const EVENT = 'unhandledRejection';

const hosts = new WeakSet();
/** A workflow may have spoilt its own globals when a rejection is told. */
const Failure = Error;
const ordinary = Promise.resolve();

/**
 * Says of the workflow that runs now that its handler's keys must not stop for one of them. In a stock workflow, a rejection
 * that nobody looks at is a fault of Sluice: its task fails, so that this is seen, and is tried again.
 */
export const hostsHandler = (): void => {
  const activator = (globalThis as unknown as Readonly<Record<typeof CURRENT, Activator | undefined>>)[CURRENT];
  if (activator !== undefined) hosts.add(activator);
};

/** As `proxySinks` does within a step. */
const tell = ({ sinkCalls, info }: Activator, reason: unknown): void => {
  const [name, frames] = [thrownName(reason), thrownFrames(reason)];
  const event: KeyEvent = { kind: 'promise-rejected', chain: handledAlone() ?? '', name, frames };
  sinkCalls.push({ ifaceName: EVENT_SINK, fnName: 'tell', args: [event], workflowInfo: info });
};

/** A reason that can be read. */
const legible = (reason: unknown): Error => {
  const error = new Failure(thrownText(reason));
  try {
    const stack: unknown = (reason as Partial<Error>).stack;
    if (typeof stack === 'string') error.stack = stack;
  } catch {
    // It keeps the stack of this place.
  }
  return error;
};

const takeRejections = (thread: WorkerThread): void => {
  const [ofSdk, ...others] = thread.listeners(EVENT);
  if (ofSdk === undefined || others.length > 0) return;
  const listener: RejectionListener = (reason) => {
    const activator = activatorInPlace() as Activator | undefined;
    if (activator !== undefined && hosts.has(activator)) tell(activator, reason);
    else if (!isGivenUp()) ofSdk(legible(reason), ordinary);
  };
  thread.removeAllListeners(EVENT);
  thread.on(EVENT, listener);
};

const ofWorkflows = workerThread();
if (ofWorkflows !== undefined) takeRejections(ofWorkflows);
