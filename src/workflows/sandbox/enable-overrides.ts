// On a frozen prototype, JavaScript also refuses `object.toString = ...` on whatever inherits from it (the "override
// mistake"). Libraries and transpiled classes do that. An accessor in place of the value lets them: its setter gives the
// object a property of its own, as an ordinary assignment would.
//
// The names are those that libraries were seen to assign, and follow the `severe` list of the package `ses`. That
// package itself refuses Temporal's sandbox, whose `URL`, `TextEncoder` and `assert` come from another realm.

/** No setter may look a global up when it runs: a workflow may have spoilt its own. */
const { defineProperty } = Object;

/** On every prototype. */
const NAMES: readonly PropertyKey[] = [
  ...['constructor', 'toString', 'toLocaleString', 'valueOf', 'toJSON', 'name', 'message', 'bind'],
  ...[Symbol.iterator, Symbol.asyncIterator],
];
/** V8 has fast paths for as long as nobody touches these of arrays, promises, regular expressions and typed arrays. */
const FAST: ReadonlySet<PropertyKey> = new Set<PropertyKey>(['constructor', Symbol.iterator]);
const FAST_TAGS: ReadonlySet<unknown> = new Set(['Promise', 'String Iterator', 'Array Iterator']);

const WEAK_TAGS: ReadonlySet<unknown> = new Set(['WeakMap', 'WeakSet']);

const tagOf = (prototype: object): unknown => Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag)?.value;

const hasOwn = (object: object, key: PropertyKey): boolean => Object.hasOwn(object, key);

/** These are assigned as a whole: `Object.prototype` by all sorts of code, those of weak collections by `core-js`. */
const isAssigned = (prototype: object): boolean =>
  Object.getPrototypeOf(prototype) === null || WEAK_TAGS.has(tagOf(prototype));

const isFast = (prototype: object): boolean =>
  Array.isArray(prototype) ||
  hasOwn(prototype, Symbol.split) ||
  hasOwn(prototype, 'BYTES_PER_ELEMENT') ||
  hasOwn(prototype, 'subarray') ||
  FAST_TAGS.has(tagOf(prototype));

/** Lets the names be assigned on what inherits from the object, which is about to be frozen. */
export const enableOverrides = (prototype: object): void => {
  if (!hasOwn(prototype, 'constructor') && !hasOwn(prototype, Symbol.iterator)) return;
  const fast = isFast(prototype);
  for (const key of isAssigned(prototype) ? Reflect.ownKeys(prototype) : NAMES) {
    if (!fast || !FAST.has(key)) enableOverride(prototype, key);
  }
};

const enableOverride = (prototype: object, key: PropertyKey): void => {
  const property = Object.getOwnPropertyDescriptor(prototype, key);
  if (property?.configurable !== true || property.writable !== true) return;
  const { value, enumerable = false } = property as { readonly value: unknown; readonly enumerable?: boolean };
  // `get-intrinsic`, on which many packages build, looks for the value there.
  const get = Object.assign((): unknown => value, { originalValue: value });
  const accessor = {
    get,
    set(this: unknown, own: unknown): void {
      if (typeof this !== 'object' && typeof this !== 'function') return;
      if (this === prototype) throw new TypeError(`Cannot assign to '${String(key)}': all workflows share its owner.`);
      if (this === null) return;
      defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
    },
  };
  Object.values(accessor).forEach((part) => Object.freeze(part));
  defineProperty(prototype, key, { ...accessor, enumerable, configurable: false });
};
