// All workflows of a thread have one global object, and Temporal's SDK exchanges what is on it before another one runs. It
// does so by names on that object itself, and it reads each global: a handler that took such a name away, or a getter of
// its own that throws, left every other workflow of the thread without a turn, or ended the worker and each that took its
// workflow over. So what the SDK looks for is remembered here, the exchange is made here, and after each call the SDK's
// names are as it left them. Accessors among the globals come back, too, which the SDK forgot.
//
// It knows the calls of `ReusableVMWorkflowCreator` of @temporalio/worker 1.24.0. Others go on as the SDK makes them.

/** Of the SDK: it stands for a workflow, and has kept its globals until here they are kept. */
interface Holder {
  readonly bag: Globals;
}
type Globals = Readonly<Record<PropertyKey, PropertyDescriptor>>;
type Call = readonly [holder: Holder, name: string, args: readonly unknown[]];

const CALL = '__temporal_args';
const HOLDER = '__TEMPORAL_BAG_HOLDER__';
const ACTIVATOR = '__TEMPORAL_ACTIVATOR__';
const ENTRY = '__TEMPORAL__';

// A workflow may have spoilt its own globals when these run.
const own = globalThis;
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
const { getOwnPropertyDescriptors, hasOwn, is } = Object;
const { isArray } = Array;

const keptGlobals = new WeakMap<Holder, Globals>();
const activators = new WeakMap<Holder, unknown>();
/** What a workflow begins with. */
let first: Globals | undefined;
/** Whose globals are in place. */
let inPlace: Holder | undefined;

const valueOf = (name: string): unknown => getOwnPropertyDescriptor(own, name)?.value;

const entry = valueOf(ENTRY);

const PARTS = ['value', 'get', 'set', 'writable', 'enumerable', 'configurable'] as const;

type Parts = Readonly<Partial<Record<(typeof PARTS)[number], unknown>>>;

const isAlike = (one: PropertyDescriptor | undefined, other: PropertyDescriptor): boolean =>
  one !== undefined && PARTS.every((part) => is((one as Parts)[part], (other as Parts)[part]));

const keep = (name: string, value: unknown): void => {
  const found = getOwnPropertyDescriptor(own, name);
  if (found !== undefined && 'value' in found && found.value === value) return;
  if (found?.configurable === false) defineProperty(own, name, { value });
  else defineProperty(own, name, { value, writable: true, enumerable: true, configurable: true });
};

const exchange = (holder: Holder): void => {
  if (holder === inPlace) return;
  first ??= { ...holder.bag };
  const present = getOwnPropertyDescriptors(own) as Globals;
  if (inPlace !== undefined) keptGlobals.set(inPlace, present);
  // If the time-out of a step ends this in its middle, what is half done belongs to nobody.
  inPlace = undefined;
  const wanted = keptGlobals.get(holder) ?? first;
  for (const name of ownKeys(present)) if (!hasOwn(wanted, name)) deleteProperty(own, name);
  for (const name of ownKeys(wanted)) {
    const property = wanted[name] as PropertyDescriptor;
    if (!isAlike(present[name], property)) defineProperty(own, name, property);
  }
  inPlace = holder;
};

/** Whom the SDK knows by the names that it looks up. */
const remember = ([holder, name]: Call): void => {
  if (name === 'initRuntime') activators.set(holder, valueOf(ACTIVATOR));
  if (name === 'dispose') activators.set(holder, undefined);
};

const isCall = (value: unknown): value is Call => isArray(value) && value.length === 3;

/** The SDK's object of the workflow whose globals are in place. */
export const activatorInPlace = (): unknown => inPlace && activators.get(inPlace);

/** True if the worker keeps the workflow no longer whose globals are in place. */
export const isGivenUp = (): boolean =>
  inPlace !== undefined && activators.has(inPlace) && activators.get(inPlace) === undefined;

/** The SDK's names, as it left them. */
const putNames = (holder: Holder): void => {
  keep(HOLDER, holder);
  keep(ENTRY, entry);
  if (activators.has(holder)) keep(ACTIVATOR, activators.get(holder));
};

/** Puts the SDK's names back where a call has not come to its end. */
export const namesAgain = (): void => {
  if (inPlace !== undefined) putNames(inPlace);
};

/** Makes the SDK's call of a workflow among its own globals, whatever that or another one has made of the SDK's names. */
export const amongOwnGlobals = <T>(make: () => T): T => {
  const call = valueOf(CALL);
  if (!isCall(call)) return make();
  const [holder] = call;
  deleteProperty(own, CALL);
  exchange(holder);
  putNames(holder);
  keep(CALL, call);
  try {
    return make();
  } finally {
    // Not reached where the time-out of a step ends the call, which is why they are put back before it, too.
    remember(call);
    deleteProperty(own, CALL);
    putNames(holder);
  }
};
