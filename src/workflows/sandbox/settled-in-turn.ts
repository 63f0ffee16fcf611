// This is preloaded into the sandbox before any handler (see workflow-bundle.ts); nothing imports it.
//
// V8 settles some promises when it has done something in the background. What waits for them is then run within whatever
// call into the sandbox comes next, which is of another workflow: its calls and timers would be made there, and be in that
// one's history. So WebAssembly is compiled within the turn that asks for it, and a wait in the background is refused.
declare const WebAssembly: {
  readonly Module: new (bytes: unknown) => object;
  readonly Instance: new (module: object, imports: unknown) => object;
};

const { Module, Instance } = WebAssembly;

const inTurn = <T>(make: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(make());
  });

const instantiated = (source: unknown, imports: unknown): object => {
  if (source instanceof Module) return new Instance(source, imports);
  const module = new Module(source);
  return { module, instance: new Instance(module, imports) };
};

const define = (owner: object, name: string, value: (...args: unknown[]) => unknown): void => {
  Object.defineProperty(owner, name, { value, writable: true, enumerable: false, configurable: true });
};

define(WebAssembly, 'compile', (bytes) => inTurn(() => new Module(bytes)));
define(WebAssembly, 'instantiate', (source, imports) => inTurn(() => instantiated(source, imports)));
// Programs that find none of these take the other ones; there is nothing here from which they could read a stream.
for (const name of ['compileStreaming', 'instantiateStreaming']) Reflect.deleteProperty(WebAssembly, name);

define(Atomics, 'waitAsync', () => {
  throw new TypeError('Atomics.waitAsync ends in the turn of another workflow. Wait with ctx.sleep instead.');
});
