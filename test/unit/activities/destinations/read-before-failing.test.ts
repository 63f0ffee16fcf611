import { Socket } from 'node:net';
import { readBeforeFailing } from '../../../../src/activities/destinations/read-before-failing';

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
