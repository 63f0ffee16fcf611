import { Socket } from 'node:net';
import { readBeforeFailing } from '../../../../../src/activities/destinations/http/read-before-failing';

test('An error of a connection that is between two calls does not end the process.', () => {
  const socket = new Socket();
  readBeforeFailing(socket);
  expect(() => socket.emit('error', new Error('reset'))).not.toThrow();
});

test('A connection gets one listener for its errors, however many calls it serves.', () => {
  const socket = new Socket();
  for (let call = 0; call < 20; call += 1) readBeforeFailing(socket);
  expect(socket.listenerCount('error')).toBe(1);
});

test.each([1, 2])('What has arrived is read before a failed write of %d pieces ends a connection.', async (pieces) => {
  const fail = (...args: unknown[]): void => {
    (args.at(-1) as (error: Error) => void)(new Error('EPIPE'));
  };
  const socket = Object.assign(new Socket(), { _write: fail, _writev: fail });
  readBeforeFailing(socket);
  const failed = new Promise((resolve) => socket.once('error', resolve));
  socket.cork();
  for (let piece = 0; piece < pieces; piece += 1) socket.write('x');
  socket.uncork();
  await new Promise(setImmediate);
  expect(socket.destroyed).toBe(false);
  expect(await failed).toMatchObject({ message: 'EPIPE' });
});
