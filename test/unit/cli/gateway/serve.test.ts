import { serve } from '../../../../src/cli/gateway/serve';
import type { StopSignal } from '../../../../src/cli/command/stop-signals';
import { GatewayError } from '../../../../src/errors';
import type { Gateway } from '../../../../src/gateway/gateway';

interface Hand<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

const hand = <T>(): Hand<T> => {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};

const quiet = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };

/** A gateway and two signals, all moved by hand. */
const world = (
  gateway: Partial<Gateway> = {},
): { first: Hand<StopSignal>; second: Hand<StopSignal>; gateway: Gateway; close: jest.Mock } => {
  const close = jest.fn(() => Promise.resolve());
  return {
    first: hand(),
    second: hand(),
    close,
    gateway: { failed: hand<GatewayError>().promise, drain: () => Promise.resolve(), close, ...gateway },
  };
};

const signalsOf = ({
  first,
  second,
}: ReturnType<typeof world>): { first: Promise<StopSignal>; second: Promise<StopSignal> } => ({
  first: first.promise,
  second: second.promise,
});

test('The first signal drains the gateway, which ends in 0.', async () => {
  const drain = jest.fn(() => Promise.resolve());
  const all = world({ drain });
  const served = serve(() => Promise.resolve(all.gateway), signalsOf(all), 1_000, quiet);
  all.first.resolve('SIGTERM');
  expect(await served).toEqual({ exitCode: 0, outcome: 'drained' });
  expect(drain).toHaveBeenCalledTimes(1);
  expect(all.close).not.toHaveBeenCalled();
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('A second signal closes the gateway at once, which ends in its code: %s, %i.', async (signal, exitCode) => {
  const all = world({ drain: () => hand<undefined>().promise });
  const served = serve(() => Promise.resolve(all.gateway), signalsOf(all), 1_000, quiet);
  all.first.resolve('SIGTERM');
  all.second.resolve(signal);
  expect(await served).toEqual({ exitCode, outcome: 'closed' });
  expect(all.close).toHaveBeenCalledTimes(1);
});

test('A drain that runs out of time closes the gateway, which ends in 6.', async () => {
  const all = world({ drain: () => Promise.reject(new GatewayError('drain-timeout', 'too slow')) });
  const served = serve(() => Promise.resolve(all.gateway), signalsOf(all), 1_000, quiet);
  all.first.resolve('SIGINT');
  expect(await served).toEqual({ exitCode: 6, outcome: 'drain-timeout', message: 'too slow' });
  expect(all.close).toHaveBeenCalledTimes(1);
});

test('A gateway that fails for good is closed, which ends in 5 whatever failed.', async () => {
  const failed = Promise.resolve(new GatewayError('topic-missing', 'no topic'));
  const all = world({ failed });
  const served = await serve(() => Promise.resolve(all.gateway), signalsOf(all), 1_000, quiet);
  expect(served).toEqual({ exitCode: 5, outcome: 'failed', message: 'no topic' });
  expect(all.close).toHaveBeenCalledTimes(1);
});

test('A gateway that does not start is the error of its start.', async () => {
  const all = world();
  const error = new GatewayError('temporal-unreachable', 'nobody there');
  await expect(serve(() => Promise.reject(error), signalsOf(all), 1_000, quiet)).rejects.toBe(error);
});

test('A signal during the start drains the gateway once it has started; a second one ends it at once.', async () => {
  const slow = world();
  const starting = hand<Gateway>();
  const served = serve(() => starting.promise, signalsOf(slow), 1_000, quiet);
  slow.first.resolve('SIGTERM');
  starting.resolve(slow.gateway);
  expect(await served).toEqual({ exitCode: 0, outcome: 'drained' });

  const never = world();
  const closed = serve(() => hand<Gateway>().promise, signalsOf(never), 1_000, quiet);
  never.first.resolve('SIGINT');
  never.second.resolve('SIGINT');
  expect(await closed).toEqual({ exitCode: 130, outcome: 'closed' });
});

test('A gateway whose start does not end after a signal ends in 6.', async () => {
  const all = world();
  const served = serve(() => hand<Gateway>().promise, signalsOf(all), 10, quiet);
  all.first.resolve('SIGTERM');
  const message = 'The gateway was still starting 10 ms after the signal, which is its gracePeriod.';
  expect(await served).toEqual({ exitCode: 6, outcome: 'drain-timeout', message });
});

test('A close that hangs does not keep the process.', async () => {
  const all = world({ drain: () => hand<undefined>().promise, close: () => hand<undefined>().promise });
  const served = serve(() => Promise.resolve(all.gateway), signalsOf(all), 1_000, quiet);
  all.first.resolve('SIGINT');
  all.second.resolve('SIGINT');
  expect(await served).toEqual({ exitCode: 130, outcome: 'closed' });
});
