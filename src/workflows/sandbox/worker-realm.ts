// Some globals of the sandbox (`URL`, `TextEncoder`, `assert`, ...) come from the realm in which Temporal's SDK itself runs.
// In a worker it is a realm of a thread that does nothing but run workflows, and all of them share it. A replay in a test,
// or `TEMPORAL_DEBUG`, runs workflows on the main thread instead: then this realm is the whole program's.

/** What of Node's modules is needed; the sandbox has no types of Node. */
interface NodeModules {
  readonly 'node:worker_threads': {
    readonly isMainThread: boolean;
    readonly threadId: number;
    readonly getEnvironmentData: (key: string) => SharedArrayBuffer | undefined;
  };
  readonly 'node:vm': {
    readonly Script: { new (code: string): Script; readonly prototype: Script };
    readonly runInThisContext: (code: string) => unknown;
  };
  /** What is loaded, by file. */
  readonly 'node:module': { readonly _cache: Readonly<Record<string, { readonly exports: unknown } | undefined>> };
}

interface Script {
  runInContext: (this: Script, context: object, options?: { readonly timeout?: number }) => unknown;
  runInThisContext: (this: Script, options: { readonly timeout: number }) => unknown;
}

export type RejectionListener = (reason: unknown, promise: Promise<unknown>) => void;

/** The process, as the SDK's thread sees it. */
export interface WorkerThread {
  listeners(event: 'unhandledRejection'): readonly RejectionListener[];
  removeAllListeners(event: 'unhandledRejection'): void;
  on(event: 'unhandledRejection', listener: RejectionListener): void;
  readonly argv: readonly string[];
  readonly getBuiltinModule: <N extends keyof NodeModules>(name: N) => NodeModules[N];
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

/** Compiles code in the realm of the SDK. */
const compile = (code: string): (() => unknown) => (URL.constructor as (code: string) => () => unknown)(code);

/** The thread of the SDK, if nothing else than workflows runs there. */
export const workerThread = (): WorkerThread | undefined => {
  const process = compile('return globalThis.process')() as WorkerThread;
  const alone = !process.getBuiltinModule('node:worker_threads').isMainThread;
  return alone && WORKFLOW_THREAD.test(process.argv[1] ?? '') ? process : undefined;
};

/** The realm of the SDK, if nothing else than workflows runs there. */
export const workerRealm = (): WorkerRealm | undefined => {
  if (workerThread() === undefined) return undefined;
  // The realm looks for itself: Node 24 makes `DOMException` when it is first asked for, and aborts the process where the
  // sandbox asks.
  const roots = compile(`return ${JSON.stringify(NAMES)}.map((name) => globalThis[name])`)() as readonly unknown[];
  return { objectPrototype: compile('return Object.prototype')() as object, roots };
};
