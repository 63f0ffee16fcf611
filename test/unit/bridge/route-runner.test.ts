import { RouteRunner } from '../../../src/bridge/route-runner';
import type { RouteBridge } from '../../../src/bridge/route-bridge';
import type { GatewayError } from '../../../src/errors';
import { INITIAL_CONTROL, OBEYED_WITHIN_MS, type RouteControl } from '../../../src/model/route-control';

// Jest's fake timers do not reach it.
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, _value: unknown, { signal }: { readonly signal: AbortSignal }) =>
    new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        reject(new Error('aborted'));
      };
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort);
      setTimeout(() => {
        signal.removeEventListener('abort', abort);
        resolve();
      }, ms);
    }),
}));

const log = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };

const LOOK_MS = 2_000;

let control: RouteControl;
let reachable: boolean;
let failed: GatewayError[];
let ended: string[];
let runner: RouteRunner;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick'] });
  control = { ...INITIAL_CONTROL, revision: 1, lanes: 8 };
  reachable = true;
  failed = [];
  ended = [];
  const bridge = {
    start: () => Promise.resolve(),
    drain: () => Promise.resolve(ended.push('drain')),
    close: () => Promise.resolve(ended.push('close')),
    relabel: () => undefined,
    takeLeftOut: () => new Map(),
  };
  runner = new RouteRunner({
    route: 'main',
    lanes: 8,
    control: {
      read: () => (reachable ? Promise.resolve(control) : Promise.reject(new Error('away'))),
      send: () => Promise.resolve(''),
    },
    log,
    makeBridge: () => bridge as unknown as RouteBridge,
    onFailed: (error) => failed.push(error),
  });
});

afterEach(async () => {
  await runner.close();
  jest.useRealTimers();
});

test('I3: The runner of a route does not start a bridge that would host keys otherwise.', async () => {
  control = { ...control, lanes: 16 };
  await expect(runner.start()).rejects.toMatchObject({ code: 'hosting-changed' });
  expect(ended).toEqual([]);
});

test('I3: The runner of a route closes its bridge, and sends nothing more, when the route has been hosted otherwise meanwhile.', async () => {
  await runner.start();
  control = { ...control, revision: 2, lanes: 16 };
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  expect(failed).toMatchObject([{ code: 'hosting-changed' }]);
  expect(ended).toEqual(['close']);
});

test('I3: The runner of a route sends nothing when it has not obeyed a look for long, until it looks again.', async () => {
  expect(runner.informed).toBe(false);
  await runner.start();
  expect(runner.informed).toBe(true);
  reachable = false;
  await jest.advanceTimersByTimeAsync(OBEYED_WITHIN_MS - LOOK_MS);
  expect(runner.informed).toBe(true);
  await jest.advanceTimersByTimeAsync(2 * LOOK_MS);
  expect(runner.informed).toBe(false);
  reachable = true;
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  expect(runner.informed).toBe(true);
});
