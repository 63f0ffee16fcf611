import { EventEmitter } from 'node:events';
import { StopSignals } from '../../../../src/cli/command/stop-signals';
import { withPatience } from '../../../../src/cli/command/with-patience';

const started = () => {
  const source = new EventEmitter();
  return { source, context: { stopSignals: () => new StopSignals(source) } };
};

test('A signal ends the wait for a worker, and the next one is left to the system, which ends the process.', async () => {
  const { source, context } = started();
  await withPatience({ wait: 60_000 }, context, async ({ waitMs, signal }) => {
    expect([waitMs, signal?.aborted]).toEqual([60_000, false]);
    source.emit('SIGINT', 'SIGINT');
    await new Promise(setImmediate);
    expect(signal?.aborted).toBe(true);
    expect(source.listenerCount('SIGINT')).toBe(0);
  });
});

test('A command waits for a quarter of a minute unless told otherwise, and listens to no signal afterwards.', async () => {
  const { source, context } = started();
  const failed = withPatience({}, context, ({ waitMs }) => Promise.reject(new Error(String(waitMs))));
  await expect(failed).rejects.toThrow('15000');
  expect(source.listenerCount('SIGTERM')).toBe(0);
});

test('Many calls at once may listen for the end of a wait without a warning of Node on the terminal.', async () => {
  const warned = jest.fn();
  process.on('warning', warned);
  await withPatience({}, started().context, async ({ signal }) => {
    for (let call = 0; call < 40; call += 1) signal?.addEventListener('abort', () => undefined);
    await new Promise(setImmediate);
  });
  process.off('warning', warned);
  expect(warned).not.toHaveBeenCalled();
});
