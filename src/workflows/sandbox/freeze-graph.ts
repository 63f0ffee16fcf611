import { enableOverrides } from './enable-overrides';

/** Freezes the roots and everything that properties, accessors and prototypes lead to from there, but not `spared`. */
export const freezeGraph = (roots: readonly unknown[], spared: readonly object[]): void => {
  const seen = new Set<object>(spared);
  const waiting: object[] = [];
  const reach = (value: unknown): void => {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return;
    if (seen.has(value)) return;
    seen.add(value);
    waiting.push(value);
  };
  roots.forEach(reach);
  for (let found = waiting.pop(); found !== undefined; found = waiting.pop()) {
    enableOverrides(found);
    // The elements of these cannot be frozen; nothing but binary constants of the SDK is shared in them.
    if (!ArrayBuffer.isView(found)) Object.freeze(found);
    reach(Object.getPrototypeOf(found));
    for (const key of Reflect.ownKeys(found)) {
      const property: unknown = Object.getOwnPropertyDescriptor(found, key);
      for (const part of ['value', 'get', 'set'] as const) reach((property as Record<string, unknown>)[part]);
    }
  }
};
