import { enableOverrides } from './enable-overrides';

/**
 * Freezes the roots and everything that properties, accessors and prototypes lead to from there, without leaving the
 * realm whose `Object.prototype` is given: what belongs to another realm stays as it is, and so does what is `spared`.
 */
export const freezeGraph = (
  roots: readonly unknown[],
  objectPrototype: object,
  spared: readonly object[] = [],
): void => {
  const seen = new Set<object>(spared);
  const waiting: object[] = [];
  const reach = (value: unknown): void => {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return;
    if (seen.has(value)) return;
    seen.add(value);
    if (isOfRealm(value, objectPrototype)) waiting.push(value);
  };
  roots.forEach(reach);
  for (let found = waiting.pop(); found !== undefined; found = waiting.pop()) {
    reach(Object.getPrototypeOf(found));
    for (const key of Reflect.ownKeys(found)) {
      const property: unknown = Object.getOwnPropertyDescriptor(found, key);
      for (const part of ['value', 'get', 'set'] as const) reach((property as Record<string, unknown>)[part]);
    }
    // From here on the values of some properties are behind accessors.
    enableOverrides(found);
    // The elements of these cannot be frozen; nothing but binary constants of the SDK is shared in them.
    if (!ArrayBuffer.isView(found)) Object.freeze(found);
  }
};

/** An object inherits from the `Object.prototype` of its realm, or it was made without a prototype. */
const isOfRealm = (value: object, objectPrototype: object): boolean => {
  let last = value;
  for (let next = parentOf(last); next !== null; next = parentOf(last)) last = next;
  return last === objectPrototype || last === value;
};

const parentOf = (value: object): object | null => Object.getPrototypeOf(value) as object | null;
