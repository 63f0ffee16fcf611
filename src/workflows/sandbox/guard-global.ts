// All workflows of a thread have one global object. Before another workflow runs, the SDK deletes what the last one has
// put there and restores what it has changed. It cannot do that with what is not configurable, and not with the
// prototype: so these are refused, or made configurable, where programs ask for them. A program that goes out of its way,
// as by a `Proxy` of the global object, is not stopped: handlers are trusted code.

// The SDK itself defines properties by what is here, while the globals of the last workflow are still in place: nothing here
// may look a global up when it runs.
const own = globalThis;
const { create, getOwnPropertyDescriptor } = Object;

type Defined = PropertyDescriptor & ThisType<unknown>;

/** By these the SDK finds the current workflow: they hold values, which it replaces. */
const isOfSdk = (key: PropertyKey): boolean => typeof key === 'string' && /^__temporal/i.test(key);

const isObject = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null);

const refused = (what: string): never => {
  throw new TypeError(`Expected the global object to stay as it is, got ${what}: all workflows of a worker share it.`);
};

/** What the SDK can take back of the property. */
const restorable = (key: PropertyKey, wanted: Defined): Defined => {
  if (!isObject(wanted)) return wanted;
  if (isOfSdk(key) && ('get' in wanted || 'set' in wanted)) refused('an accessor in place of a value of the SDK');
  const { configurable = true, writable = true } = getOwnPropertyDescriptor(own, key) ?? {};
  const forced: PropertyDescriptorMap = { configurable: { value: configurable } };
  if ('value' in wanted || 'writable' in wanted) forced['writable'] = { value: configurable || writable };
  return create(wanted, forced) as Defined;
};

const isGlobal = (target: unknown): boolean => target === own;

/** Shorthand methods, because those of the language are no constructors either. */
const definitions = () => {
  const { defineProperty, defineProperties } = Object;
  const tryDefine = Reflect.defineProperty;
  const guarded = (target: unknown, key: PropertyKey, wanted: Defined): Defined =>
    isGlobal(target) ? restorable(key, wanted) : wanted;
  return {
    ofObject: {
      defineProperty(target: object, key: PropertyKey, wanted: Defined): object {
        return defineProperty(target, key, guarded(target, key, wanted));
      },
      defineProperties(target: object, wanted: PropertyDescriptorMap): object {
        if (!isGlobal(target)) return defineProperties(target, wanted);
        const properties = Object.entries(Object.getOwnPropertyDescriptors(wanted));
        for (const [key, { enumerable }] of properties) {
          if (enumerable === true) defineProperty(target, key, restorable(key, wanted[key] as Defined));
        }
        return target;
      },
    },
    ofReflect: {
      defineProperty(target: object, key: PropertyKey, wanted: Defined): boolean {
        return tryDefine(target, key, guarded(target, key, wanted));
      },
    },
  };
};

const prototypes = () => {
  const { setPrototypeOf } = Object;
  const trySet = Reflect.setPrototypeOf;
  return {
    ofObject: {
      setPrototypeOf(target: object, prototype: object | null): object {
        return isGlobal(target) ? refused('another prototype') : (setPrototypeOf(target, prototype) as object);
      },
    },
    ofReflect: {
      setPrototypeOf(target: object, prototype: object | null): boolean {
        return !isGlobal(target) && trySet(target, prototype);
      },
    },
  };
};

/** `object.__proto__ = ...` is a call of this accessor. */
const guardProto = (): void => {
  const known = Object.getOwnPropertyDescriptor(Object.prototype, '__proto__');
  if (known === undefined) return;
  const guarded = {
    set(this: unknown, prototype: unknown): void {
      if (isGlobal(this)) refused('another prototype');
      known.set?.call(this, prototype);
    },
  };
  Object.defineProperty(Object.prototype, '__proto__', { ...known, ...guarded });
};

/** With these the SDK exchanges the properties, whatever the workflow that ran last has made of them. */
const OF_EXCHANGE = { globalThis, Object, Reflect, Set };

/** Node looks this up for the stack of each error, between workflows, too: a getter that throws would stop the thread. */
const OF_NODE = { Error };

/** An assignment to `__proto__` of the global object otherwise reaches the object behind it, in the SDK's realm. */
const lock = (): void => {
  const fixed = { writable: false, configurable: false, enumerable: false };
  for (const [name, value] of Object.entries({
    ...OF_EXCHANGE,
    ...OF_NODE,
    ['__proto__']: Object.getPrototypeOf(own) as unknown,
  })) {
    Object.defineProperty(own, name, { ...fixed, value });
  }
};

/** Makes sure that whatever a program does to the global object can be taken back. Called once for each realm. */
export const guardGlobal = (): void => {
  const guards = [definitions(), prototypes()];
  guardProto();
  lock();
  for (const { ofObject, ofReflect } of guards) {
    Object.assign(Object, ofObject);
    Object.assign(Reflect, ofReflect);
  }
};
