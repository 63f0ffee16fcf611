// This is preloaded into the sandbox before any workflow (see workflow-bundle.ts); nothing imports it.
//
// All workflows of a worker's thread share one JavaScript realm. The SDK freezes its global objects but not what stands
// behind them, so a record like `{"__proto__":{"admin":true}}` and a handler that merges it naively changed every other
// key and route. This freezes all that is shared, once for each thread and before any code of a user runs.
import '@temporalio/workflow';
import { freezeGraph } from './freeze-graph';
import { guardGlobal } from './guard-global';
import { workerRealm } from './worker-realm';

/** What no global leads to, but every program has. */
const anonymous = (): readonly object[] => [
  async () => Promise.resolve(),

  function* () {},

  async function* () {},
  ...[[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator](), 'a'.matchAll(/a/g)],
];

/** The SDK itself adds to this list. */
const GROWS = '__temporal_globalSandboxDestructors';

const globals = (): readonly unknown[] => {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(globalThis));
  const values = properties.map(([name, { value }]): unknown => (name === GROWS ? undefined : value));
  return [...values, Object.getPrototypeOf(globalThis)];
};

declare const __webpack_modules__: Readonly<Record<string, unknown>>;
declare const __webpack_module_cache__: Readonly<Record<string, { readonly exports: object } | undefined>>;

/** What modules export that are loaded before any workflow, because all workflows share them: the SDK's and ours. */
const sharedExports = (): readonly unknown[] =>
  Object.keys(__webpack_modules__).flatMap((id): readonly unknown[] => {
    const exported = __webpack_module_cache__[id]?.exports;
    // Modules export by accessors, whose functions do not lead to what they return.
    return exported === undefined ? [] : [exported, ...(Object.values(exported) as unknown[])];
  });

const freezeShared = (): void => {
  guardGlobal();
  const values = globals();
  const thread = workerRealm();
  if (thread !== undefined) freezeGraph([...values, ...thread.roots], thread.objectPrototype);
  freezeGraph([...values, ...anonymous(), ...sharedExports()], Object.prototype, [globalThis]);
};

freezeShared();
