// This is preloaded into the sandbox before any workflow (see workflow-bundle.ts); nothing imports it.
//
// All workflows of a worker's thread share one JavaScript realm. The SDK freezes its global objects but not what stands
// behind them, so a record like `{"__proto__":{"admin":true}}` and a handler that merges it naively changed every other
// key and route. This freezes all that is shared, once for each thread and before any code of a user runs.
import * as common from '@temporalio/common';
import * as workflow from '@temporalio/workflow';
import * as internals from '@temporalio/workflow/lib/internals';
import { freezeGraph } from './freeze-graph';

/** What no global leads to, but every program has. */
const anonymous = (): readonly object[] => [
  async () => Promise.resolve(),

  function* () {},

  async function* () {},
  ...[[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator](), 'a'.matchAll(/a/g)],
];

const isObject = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null);

/** The SDK itself adds to this list. */
const GROWS = '__temporal_globalSandboxDestructors';

const freezeShared = (): void => {
  const globals = Object.entries(Object.getOwnPropertyDescriptors(globalThis))
    .filter(([name, { value }]) => name !== GROWS && value !== globalThis && isObject(value))
    .map(([, { value }]) => value as object);
  // Modules export by accessors, whose functions do not lead to what they return.
  const shared = [common, workflow, internals].flatMap((module): readonly unknown[] => Object.values(module));
  freezeGraph([...globals, ...anonymous(), ...shared], [globalThis]);
};

freezeShared();
