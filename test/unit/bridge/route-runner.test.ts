import { RouteRunner } from '../../../src/bridge/route-runner';
import type { RouteBridge } from '../../../src/bridge/route-bridge';
import { RouteTrouble } from '../../../src/bridge/route-trouble';
import { GatewayError } from '../../../src/errors';
import { INITIAL_CONTROL, OBEYED_WITHIN_MS, type RouteControl } from '../../../src/model/routes/route-control';

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
/** This is longer than any pause between two tries, and than a route takes to count as mended. */
const LONG_MS = 40_000;
const OUT_OF_RANGE = new GatewayError('offset-out-of-range', 'Offset 3 of t[0] is out of range');
const MISSING = new GatewayError('topic-missing', 'Kafka has no topic "t"', { retryable: true });

let control: RouteControl;
let reachable: boolean;
let told: object[];
let failures: number;
let ended: string[];
let bridges: number;
/** What the next bridges meet when they start. */
let starting: () => Promise<void>;
/** What a bridge meets when it drains. */
let draining: () => Promise<void>;
/** Makes the last bridge fail. */
let breakBridge: (error: GatewayError) => void;
let runner: RouteRunner;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick'] });
  control = { ...INITIAL_CONTROL, revision: 1, lanes: 8 };
  reachable = true;
  told = [];
  failures = 0;
  ended = [];
  bridges = 0;
  starting = () => Promise.resolve();
  draining = () => Promise.resolve();
  const store = {
    read: () => (reachable ? Promise.resolve(control) : Promise.reject(new Error('away'))),
    send: (command: object) => {
      told.push(command);
      return reachable ? Promise.resolve('') : Promise.reject(new Error('away'));
    },
  };
  const place = { route: 'main', topics: ['t'], groupId: 'g', bridge: '1@host' };
  runner = new RouteRunner({
    route: 'main',
    lanes: 8,
    control: store,
    trouble: new RouteTrouble({
      ...place,
      control: store,
      log,
      endsProcess: () => {
        failures += 1;
        return false;
      },
    }),
    log,
    makeBridge: (_segments, onFailed) => {
      bridges += 1;
      breakBridge = onFailed;
      const bridge = {
        start: () => starting(),
        drain: () => draining().then(() => ended.push('drain')),
        close: () => Promise.resolve(ended.push('close')),
        relabel: () => undefined,
        takeLeftOut: () => new Map(),
      };
      return Promise.resolve(bridge as unknown as RouteBridge);
    },
  });
});

afterEach(async () => {
  await runner.close();
  jest.useRealTimers();
});

test('I3: The runner of a route does not start a bridge that would host keys otherwise, until they are hosted as it does.', async () => {
  control = { ...control, lanes: 16 };
  await runner.start();
  expect(runner.failure).toMatchObject({ code: 'hosting-changed' });
  expect({ bridges, failures, informed: runner.informed }).toEqual({ bridges: 0, failures: 1, informed: false });
  control = { ...control, revision: 2, lanes: 8 };
  await jest.advanceTimersByTimeAsync(LONG_MS);
  expect({ bridges, failure: runner.failure, informed: runner.informed }).toEqual({
    bridges: 1,
    failure: undefined,
    informed: true,
  });
});

test('I3: The runner of a route closes its bridge, and sends nothing more, when the route has been hosted otherwise meanwhile.', async () => {
  await runner.start();
  control = { ...control, revision: 2, lanes: 16 };
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  expect(runner.failure).toMatchObject({ code: 'hosting-changed' });
  expect({ ended, bridges, informed: runner.informed }).toEqual({ ended: ['close'], bridges: 1, informed: false });
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

test('The runner of a route whose bridge cannot start tries again until it can, and tells so.', async () => {
  starting = () => Promise.reject(MISSING);
  await runner.start();
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  expect(told).toEqual([
    {
      kind: 'failed',
      bridge: '1@host',
      code: 'topic-missing',
      message: 'Route main (t; group g): Kafka has no topic "t"',
      since: expect.any(String) as string,
    },
  ]);
  expect(ended).toEqual(['close']);
  await jest.advanceTimersByTimeAsync(LONG_MS);
  expect(bridges).toBeGreaterThan(2);
  expect(runner.failure).toBe(MISSING);
  starting = () => Promise.resolve();
  await jest.advanceTimersByTimeAsync(LONG_MS);
  expect(runner.failure).toBeUndefined();
  expect(told.at(-1)).toEqual({ kind: 'mended', bridge: '1@host' });
});

test('A bridge that breaks right after each assignment does not look mended in between.', async () => {
  await runner.start();
  breakBridge(OUT_OF_RANGE);
  for (let seconds = 0; seconds < 60; seconds += 1) {
    const before = bridges;
    await jest.advanceTimersByTimeAsync(1_000);
    if (bridges > before) breakBridge(OUT_OF_RANGE);
    expect(runner.failure).toBe(OUT_OF_RANGE);
  }
  expect(bridges).toBeGreaterThan(3);
  expect(bridges).toBeLessThan(12);
});

test('A route that fails obeys a pause, is not tried meanwhile, and counts as failed no more.', async () => {
  starting = () => Promise.reject(OUT_OF_RANGE);
  await runner.start();
  control = { ...control, revision: 2, desired: 'paused' };
  await jest.advanceTimersByTimeAsync(LONG_MS);
  expect(runner.failure).toBeUndefined();
  const before = bridges;
  await jest.advanceTimersByTimeAsync(LONG_MS);
  expect(bridges).toBe(before);
  starting = () => Promise.resolve();
  control = { ...control, revision: 3, desired: 'running' };
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  expect(bridges).toBe(before + 1);
});

test('A route obeys a pause also while its bridge waits for a Kafka that is away, and that is no failure.', async () => {
  let refuse: () => void = () => undefined;
  starting = () =>
    new Promise((_resolve, reject) => {
      refuse = () => {
        reject(new GatewayError('refused', 'The source was closed'));
      };
    });
  const started = runner.start();
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  control = { ...control, revision: 2, desired: 'paused' };
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  refuse();
  await started;
  expect({ ended, failure: runner.failure, failures }).toEqual({ ended: ['drain'], failure: undefined, failures: 0 });
});

test('A bridge that cannot drain is closed at the next look, and the route runs again once it is resumed.', async () => {
  await runner.start();
  draining = () => Promise.reject(new Error('away'));
  control = { ...control, revision: 2, desired: 'paused' };
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  expect(ended).toEqual([]);
  control = { ...control, revision: 3, desired: 'running' };
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  expect({ ended, bridges, informed: runner.informed }).toEqual({ ended: ['close'], bridges: 2, informed: true });
});

test('A route that fails while Temporal is away tells so as soon as it is back.', async () => {
  await runner.start();
  reachable = false;
  breakBridge(OUT_OF_RANGE);
  await jest.advanceTimersByTimeAsync(LONG_MS);
  expect(ended).toEqual(['close']);
  reachable = true;
  told = [];
  starting = () => Promise.reject(OUT_OF_RANGE);
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  expect(told).toMatchObject([{ kind: 'failed', code: 'offset-out-of-range' }]);
});

test('A bridge says so when a process of its name had failed, was killed, and is there again.', async () => {
  const failure = { bridge: '1@host', code: 'topic-missing', message: 'no topic', since: 's', time: 't' };
  control = { ...control, failures: [failure, { ...failure, bridge: '2@host' }] };
  await runner.start();
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  expect(told[0]).toEqual({ kind: 'mended', bridge: '1@host' });
});

test('A bridge that ends while its route fails says so.', async () => {
  starting = () => Promise.reject(OUT_OF_RANGE);
  await runner.start();
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  await runner.drain();
  expect(told.at(-1)).toEqual({ kind: 'mended', bridge: '1@host' });
});
