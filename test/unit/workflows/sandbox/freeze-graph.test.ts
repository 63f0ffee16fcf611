import { createContext, runInContext, type Context } from 'node:vm';
import { freezeGraph } from '../../../../src/workflows/sandbox/freeze-graph';

/** A realm of its own, all of it frozen but the global object itself. */
const frozenRealm = (): Context => {
  const realm = createContext({});
  const globals = runInContext(
    `Object.getOwnPropertyNames(globalThis).map((name) => globalThis[name]).filter((value) => value !== globalThis)`,
    realm,
  ) as unknown[];
  const nameless = runInContext('[[].values(), async () => {}]', realm) as unknown[];
  const [own, objectPrototype] = runInContext('[globalThis, Object.prototype]', realm) as [object, object];
  freezeGraph([...globals, ...nameless], objectPrototype, [own]);
  return realm;
};

const realm = frozenRealm();
const run = (code: string): unknown => runInContext(`'use strict'; (() => { ${code} })()`, realm);
const json = (code: string): unknown => JSON.parse(JSON.stringify(run(code)));

test.each([
  `({}).__proto__.admin = true`,
  `Array.prototype.map = null`,
  `Array.prototype.constructor = {}`,
  `Object.prototype.toString = () => 'spoilt'`,
  `Object.defineProperty(Error.prototype, 'message', { value: 'spoilt' })`,
  `Object.setPrototypeOf(Array.prototype, { admin: true })`,
  `Function.prototype.call = null`,
  `Map.prototype.get = () => 1`,
  `Promise.resolve().constructor.prototype.then = null`,
  `(async () => {}).constructor.prototype.x = 1`,
  `Object.getPrototypeOf([].values()).next = null`,
  `JSON.parse = () => 1`,
  `Object.getOwnPropertyDescriptor(Object.prototype, 'toString').get.x = 1`,
])('Code cannot change what all workflows share: %s.', (code) => {
  expect(() => run(code)).toThrow(/./);
});

const OVERRIDES: readonly (readonly [what: string, code: string, result: unknown])[] = [
  [
    'a method of its own',
    `const o = {}; o.toString = () => 'own'; return [String(o), Object.keys(o)]`,
    ['own', ['toString']],
  ],
  [
    'what every object inherits',
    `const o = {}; o.hasOwnProperty = 1; o.valueOf = 2; o.constructor = 3; return o`,
    { hasOwnProperty: 1, valueOf: 2, constructor: 3 },
  ],
  ['a message and a name', `const e = new TypeError('a'); e.name = 'N'; e.message = 'b'; return String(e)`, 'N: b'],
  [
    'a class by functions',
    `function A() {} function B() { A.call(this); } function M() { this.constructor = B; } M.prototype = A.prototype; B.prototype = new M(); return new B() instanceof A`,
    true,
  ],
  [
    'an error by functions',
    `function E() {} function M() { this.constructor = E; } M.prototype = Error.prototype; E.prototype = new M(); return new E() instanceof Error`,
    true,
  ],
  [
    'a generator of a compiler',
    `const g = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([].values()))); g.next = 1; g[Symbol.iterator] = function () { return this; }; return g[Symbol.iterator]() === g`,
    true,
  ],
  [
    'fields of a class',
    `class E extends Error { name = 'E'; message = 'm'; toString = () => 't' } return String(new E())`,
    't',
  ],
  ['a function', `const f = () => 1; f.toString = () => 'f'; f.bind = 2; return [String(f), f.bind]`, ['f', 2]],
  ['a weak map', `const m = new WeakMap(); m.get = m.get; m.has = 1; return m.has`, 1],
  ['a prototype', `const o = {}; o.__proto__ = { a: 1 }; return o.a`, 1],
];

test.each(OVERRIDES)('An object can still be given what its frozen prototype has: %s.', (_what, code, result) => {
  expect(json(code)).toEqual(result);
});

test('A value behind an accessor is found where packages look for it.', () => {
  expect(json(`return typeof Object.getOwnPropertyDescriptor(Object.prototype, 'toString').get.originalValue`)).toBe(
    'function',
  );
});

test('What belongs to another realm stays as it is, whatever leads there.', () => {
  const own = { constructor: Object, list: [1], inner: { toString: () => 'own' } };
  const foreign = createContext({ own });
  const roots = runInContext(
    `class Child extends own.constructor {}; [{ own, Child, list: own.list, bare: Object.create(null) }]`,
    foreign,
  ) as [Record<string, object>];
  freezeGraph(roots, runInContext('Object.prototype', foreign) as object);
  expect(Object.isFrozen(roots[0]) && Object.isFrozen(roots[0]['bare'])).toBe(true);
  expect([own, own.list, own.inner, Object, Object.prototype, Function.prototype].some(Object.isFrozen)).toBe(false);
  expect(Object.getOwnPropertyDescriptor(Object.prototype, 'toString')).toHaveProperty('value');
});
