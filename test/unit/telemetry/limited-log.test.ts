import type { Log } from '../../../src/log';
import { LimitedLog } from '../../../src/telemetry/limited-log';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const limited = (kinds = 500): { log: LimitedLog; lines: string[] } => {
  const lines: string[] = [];
  const warn: Log['warn'] = (fields, message) => lines.push(`${message} ${JSON.stringify(fields)}`);
  const log = { debug: warn, info: warn, warn, error: warn };
  return { log: new LimitedLog(log, { lines: 2, periodMs: 10_000, kinds }), lines };
};

test('Ten thousand lines of one kind are a few in full and one with the number of the others.', () => {
  const { log, lines } = limited();
  for (let key = 0; key < 10_000; key += 1) log.warn({ route: 'r' }, { key: `k${key}` }, 'a key is parked');
  jest.advanceTimersByTime(10_000);
  expect(lines).toEqual([
    'a key is parked {"route":"r","key":"k0"}',
    'a key is parked {"route":"r","key":"k1"}',
    'a key is parked (9998 more in 10 s) {"route":"r","more":9998}',
  ]);
});

test('Lines that differ in their words are of one kind where they are said to be alike.', () => {
  const { log, lines } = limited();
  for (let run = 0; run < 4; run += 1) log.tell('error', `run-${run} is slow`, 'run * is slow', { run });
  jest.advanceTimersByTime(10_000);
  expect(lines).toEqual([
    'run-0 is slow {"run":0}',
    'run-1 is slow {"run":1}',
    'run * is slow (2 more in 10 s) {"more":2}',
  ]);
});

test('A period without more lines than the limit says nothing at its end, and the next one begins anew.', () => {
  const { log, lines } = limited();
  log.warn({}, { n: 1 }, 'm');
  jest.advanceTimersByTime(10_000);
  for (const n of [2, 3]) log.warn({}, { n }, 'm');
  jest.advanceTimersByTime(60_000);
  expect(lines).toEqual(['m {"n":1}', 'm {"n":2}', 'm {"n":3}']);
});

test('Kinds have limits of their own, so that a flood of one does not hide another.', () => {
  const { log, lines } = limited();
  for (let count = 0; count < 5; count += 1) log.warn({ cause: 'a' }, {}, 'm');
  log.warn({ cause: 'b' }, {}, 'm');
  expect(lines.at(-1)).toBe('m {"cause":"b"}');
});

test('Kinds beyond the bound share one limit, and none of them is remembered by itself.', () => {
  const { log, lines } = limited(1);
  for (let kind = 0; kind < 10; kind += 1) log.warn({ kind }, {}, 'm');
  jest.advanceTimersByTime(10_000);
  expect(lines).toEqual([
    'm {"kind":0}',
    'm {"kind":1}',
    'm {"kind":2}',
    'more of other kinds (7 more in 10 s) {"more":7}',
  ]);
});

test('What is no trouble is logged as such, the number of the others too.', () => {
  const lines: unknown[] = [];
  const none = (): void => undefined;
  const info: Log['info'] = (_fields, message) => lines.push(message);
  const log = new LimitedLog({ debug: none, info, warn: none, error: none }, { lines: 1, periodMs: 1_000, kinds: 5 });
  for (let key = 0; key < 3; key += 1) log.info({}, { key }, 'a key is paused');
  jest.advanceTimersByTime(1_000);
  expect(lines).toEqual(['a key is paused', 'a key is paused (2 more in 1 s)']);
});
