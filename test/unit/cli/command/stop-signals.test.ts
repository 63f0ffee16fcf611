import { EventEmitter } from 'node:events';
import { StopSignals } from '../../../../src/cli/command/stop-signals';

test('The first and the second signal are told apart, whichever they are.', async () => {
  const source = new EventEmitter();
  const signals = new StopSignals(source);
  source.emit('SIGINT', 'SIGINT');
  source.emit('SIGTERM', 'SIGTERM');
  source.emit('SIGTERM', 'SIGTERM');
  expect(await signals.first).toBe('SIGINT');
  expect(await signals.second).toBe('SIGTERM');
});

test('A listener for stop signals listens no more once it is disposed of.', () => {
  const source = new EventEmitter();
  new StopSignals(source).dispose();
  expect(source.listenerCount('SIGINT') + source.listenerCount('SIGTERM')).toBe(0);
});
