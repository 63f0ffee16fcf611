// Some globals of the sandbox (`URL`, `TextEncoder`, `assert`, ...) come from the realm in which Temporal's SDK itself runs.
// In a worker it is a realm of a thread that does nothing but run workflows, and all of them share it. A replay in a test,
// or `TEMPORAL_DEBUG`, runs workflows on the main thread instead: then this realm is the whole program's.

/** What of `node:process` is needed; the sandbox has no types of Node. */
interface NodeProcess {
  readonly argv: readonly string[];
  getBuiltinModule(name: string): { readonly isMainThread: boolean };
}

declare const URL: { readonly constructor: unknown };

export interface WorkerRealm {
  readonly objectPrototype: object;
  /** What leads to all that a program can change for others. */
  readonly roots: readonly unknown[];
}

const NAMES = [
  ...['Object', 'Function', 'Array', 'Number', 'Boolean', 'String', 'Symbol', 'BigInt', 'Date', 'Promise', 'RegExp'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'],
  ...['ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array'],
  ...['Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray', 'BigUint64Array'],
  ...['BigInt64Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Proxy', 'Reflect'],
  ...['JSON', 'Math', 'Atomics', 'Intl', 'AbortSignal', 'EventTarget', 'Event', 'DOMException'],
];

/** The file with which the SDK starts the thread. */
const WORKFLOW_THREAD = /workflow-worker-thread\.[jt]s$/;

/** The realm of the SDK, if nothing else than workflows runs there. */
export const workerRealm = (): WorkerRealm | undefined => {
  const compile = URL.constructor as (code: string) => () => unknown;
  const process = compile('return globalThis.process')() as NodeProcess;
  const alone = !process.getBuiltinModule('node:worker_threads').isMainThread;
  if (!alone || !WORKFLOW_THREAD.test(process.argv[1] ?? '')) return undefined;
  // The realm looks for itself: Node 24 makes `DOMException` when it is first asked for, and aborts the process where the
  // sandbox asks.
  const roots = compile(`return ${JSON.stringify(NAMES)}.map((name) => globalThis[name])`)() as readonly unknown[];
  return { objectPrototype: compile('return Object.prototype')() as object, roots };
};
