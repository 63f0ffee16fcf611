import { readdirSync } from 'node:fs';
import path from 'node:path';
import { failureOf } from '../../../../src/workflows/head/record-failure';
import { thrownFrames, thrownName, thrownPlace } from '../../../../src/workflows/head/thrown-place';

const withStack = (...frames: readonly string[]): Error => {
  const error = new Error('no account');
  error.stack = `Error: no account\n${frames.map((frame) => `    at ${frame}`).join('\n')}`;
  return error;
};

test.each([
  ['pay (/app/gateway/workflows.ts:12:8)', 'gateway/workflows.ts:12'],
  // Two files of one name are told apart by their folders.
  ['/app/gateway/handlers/pay.ts:3:1', 'handlers/pay.ts:3'],
  ['/app/gateway/money/pay.ts:3:1', 'money/pay.ts:3'],
  ['async Object.handle (C:\\app\\workflows.ts:7:2)', 'app/workflows.ts:7'],
  ['new Money (/app/src/workflows/money.ts:40:11)', 'workflows/money.ts:40'],
  ['handle (/workflows.ts:12:8)', 'workflows.ts:12'],
])('The frame %s is at %s.', (frame, place) => {
  expect(thrownPlace(withStack(frame, 'other (/app/other.ts:1:1)'))).toBe(place);
});

test('Frames of packages, of Sluice, of Node and of nothing are passed over.', () => {
  const error = withStack(
    'round (/app/node_modules/decimal.js/decimal.js:100:3)',
    'RecordRun.get (/app/lib/workflows/handler/record-run.js:70:9)',
    'undefined:null:null',
    'Array.map (<anonymous>)',
    'runMicrotasks (node:internal/process/task_queues:95:5)',
    'handle (/app/workflows.ts:12:8)',
  );
  expect(thrownPlace(error)).toBe('app/workflows.ts:12');
});

test.each(['handler', 'sandbox'])('Frames of all that Sluice has in src/workflows/%s are passed over.', (folder) => {
  const files = readdirSync(path.join(__dirname, '../../../../src/workflows', folder));
  expect(files.length).toBeGreaterThan(5);
  const told = files.filter(
    (file) => thrownPlace(withStack(`run (/app/sluice/src/workflows/${folder}/${file}:1:1)`)) !== undefined,
  );
  expect(told).toEqual([]);
});

test('What is thrown without a stack, or with one of another kind, has no place, and reading it fails nothing.', () => {
  const unreadable = new Error('x');
  Object.defineProperty(unreadable, 'stack', {
    get: () => {
      throw new Error('not to be read');
    },
  });
  const odd = new Error('x');
  Object.assign(odd, { stack: 5 });
  for (const thrown of [unreadable, odd, 'text', null, undefined, withStack()])
    expect(thrownPlace(thrown)).toBeUndefined();
});

test('The failure of a record says where its handler threw.', () => {
  expect(failureOf(withStack('pay (/app/workflows.ts:12:8)'))).toEqual({
    code: 'handler-error',
    message: 'Error: no account',
    at: 'app/workflows.ts:12',
  });
});

test('A stack of a million lines costs no more than the first of them.', () => {
  const error = withStack(`${'f (/app/node_modules/a/b.js:1:1)\n    at '.repeat(1_000_000)}g (/app/b.ts:1:1)`);
  expect(thrownPlace(error)).toBeUndefined();
});

test('At most eight frames of the user are told, without those of packages, of Sluice and of Node.', () => {
  const error = withStack(
    'round (/app/node_modules/decimal.js/decimal.js:100:3)',
    'Account.pay (/app/gateway/account.ts:3:1)',
    'acc-07 holder (/app/gateway/account.ts:9:1)',
    'RecordRun.get (/app/lib/workflows/handler/record-run.js:70:9)',
    'RecordRun.outcome (/app/sluice/src/workflows/handler/record-run.ts:114:9)',
    '/app/sluice/src/workflows/handler/handler-turn.ts:121:9',
    ...Array.from({ length: 20 }, (_, line) => `/app/workflows.ts:${line + 1}:8`),
  );
  expect(thrownFrames(error)).toEqual([
    'Account.pay (gateway/account.ts:3)',
    'gateway/account.ts:9',
    ...[1, 2, 3, 4, 5, 6].map((line) => `app/workflows.ts:${line}`),
  ]);
  expect(thrownFrames('text')).toEqual([]);
});

test('A function that Sluice or a package calls is told by its place: mapped stacks give it the word by which it is called there.', () => {
  const error = withStack(
    'render (/app/gateway/src/deep.ts:6:11)',
    'record (/app/gateway/workflows.ts:6:8)',
    'RecordRun.get (/app/sluice/src/workflows/handler/record-run.ts:70:9)',
  );
  expect(thrownFrames(error)).toEqual(['render (src/deep.ts:6)', 'gateway/workflows.ts:6']);
  const mapped = withStack(
    'iteratee (/app/workflows.ts:3:8)',
    'map (/app/node_modules/lodash/lodash.js:5:2)',
    'book (/app/workflows.ts:4:8)',
    'Array.map (<anonymous>)',
    'onRecord (/app/workflows.ts:9:8)',
  );
  expect(thrownFrames(mapped)).toEqual([
    'app/workflows.ts:3',
    'book (app/workflows.ts:4)',
    'onRecord (app/workflows.ts:9)',
  ]);
});

test('The name of what was thrown is told only if it is one.', () => {
  expect(thrownName(new TypeError('x'))).toBe('TypeError');
  const odd = new Error('x');
  odd.name = 'acc-07 has no money\u001b[2J';
  for (const thrown of [odd, 'text', null]) expect(thrownName(thrown)).toBe('Error');
});
