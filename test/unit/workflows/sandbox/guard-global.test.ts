import { guardGlobal } from '../../../../src/workflows/sandbox/guard-global';

type Bag = Record<string, unknown>;
const globals = globalThis as unknown as Bag;

// The realm is that of this file alone.
beforeAll(guardGlobal);

const define = (key: string, property: PropertyDescriptor): void => {
  Object.defineProperty(globals, key, property);
};

test.each<[how: string, define: (key: string) => unknown]>([
  ['Object.defineProperty', (key) => Object.defineProperty(globals, key, { value: 1 })],
  [
    'Object.defineProperty with an inherited value',
    (key) => Object.defineProperty(globals, key, Object.create({ value: 1 }) as PropertyDescriptor),
  ],
  ['Object.defineProperties', (key) => Object.defineProperties(globals, { [key]: { value: 1, configurable: false } })],
  ['Reflect.defineProperty', (key) => Reflect.defineProperty(globals, key, { value: 1, writable: false })],
  ['an accessor', (key) => Object.defineProperty(globals, key, { get: () => 1, configurable: false })],
])('What a program puts on the global object can be taken away again: by %s.', (_how, put) => {
  put('added');
  expect(globals['added']).toBe(1);
  expect(Reflect.deleteProperty(globals, 'added')).toBe(true);
  expect('added' in globals).toBe(false);
});

test('What a program changes on the global object can be changed back.', () => {
  const before = Object.getOwnPropertyDescriptor(globals, 'JSON') as PropertyDescriptor;
  define('JSON', { value: 'spoilt', writable: false, configurable: false });
  expect(globals['JSON']).toBe('spoilt');
  define('JSON', before);
  expect(JSON.stringify([1])).toBe('[1]');
});

test('What cannot be taken away stays writable, and what is constant stays so.', () => {
  define('NaN', { value: NaN });
  expect(() => {
    define('NaN', { value: 1 });
  }).toThrow(TypeError);
});

test('The prototype of the global object cannot be exchanged.', () => {
  const before: unknown = Object.getPrototypeOf(globals);
  expect(() => {
    Object.setPrototypeOf(globals, { admin: true });
  }).toThrow('all workflows of a worker share it');
  expect(() => {
    globals['__proto__'] = { admin: true };
  }).toThrow(TypeError);
  expect(Reflect.setPrototypeOf(globals, { admin: true })).toBe(false);
  expect(Object.getPrototypeOf(globals)).toBe(before);
});

test.each(['globalThis', 'Object', 'Reflect', 'Set', 'Error'])(
  'What the SDK exchanges properties with, and Node makes stacks by, stays on the global object: %s.',
  (name) => {
    const before = globals[name];
    expect(() => {
      globals[name] = null;
    }).toThrow(TypeError);
    expect(Reflect.deleteProperty(globals, name)).toBe(false);
    expect(globals[name]).toBe(before);
  },
);

test('What the SDK finds the current workflow by is a value.', () => {
  expect(() => {
    define('__TEMPORAL_BAG_HOLDER__', { get: () => null });
  }).toThrow('an accessor in place of a value of the SDK');
});

test('Other objects are defined as they are told.', () => {
  const object: Bag = Object.defineProperty({}, 'fixed', { value: 1 });
  expect(Reflect.deleteProperty(object, 'fixed')).toBe(false);
  expect(Object.defineProperties({}, { a: { value: 1 } })).toEqual({});
  expect(Object.getPrototypeOf(Object.setPrototypeOf({}, null))).toBeNull();
  const inherits: Bag = {};
  inherits['__proto__'] = { a: 1 };
  expect(inherits['a']).toBe(1);
  expect([Object.defineProperty.name, Object.defineProperty.length]).toEqual(['defineProperty', 3]);
  expect(() => Object.defineProperty({}, 'a', 1 as never)).toThrow(TypeError);
  expect(() => Object.defineProperty(globals, 'a', 1 as never)).toThrow(TypeError);
});
