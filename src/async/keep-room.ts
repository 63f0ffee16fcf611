// A server with a bound on its connections can be taken from everybody by whoever connects and asks nothing. So a
// newcomer gets the place of the connection that has been without a whole request for longest.
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

const TOLD_EVERY_MS = 10_000;

/**
 * Bounds a server's connections to `most`. One too many takes the place of one that waits for nothing: a connection
 * whose request is whole is never closed, and if all are of that kind, the newcomer is turned away. `tell` learns how
 * many were closed, at most once in 10 s.
 */
export const keepRoom = (server: Server, most: number, tell: (closed: number) => void): void => {
  /** Their requests, longest without one first. */
  const open = new Map<Socket, IncomingMessage | undefined>();
  let closed = 0;
  let toldAt = -Infinity;
  const close = (socket: Socket): void => {
    open.delete(socket);
    socket.destroy();
    closed += 1;
    if (performance.now() - toldAt < TOLD_EVERY_MS) return;
    tell(closed);
    toldAt = performance.now();
    closed = 0;
  };
  server.on('connection', (socket: Socket) => {
    open.set(socket, undefined);
    socket.once('close', () => open.delete(socket));
    if (open.size <= most) return;
    const [silent = socket] = Array.from(open.keys()).filter((one) => open.get(one)?.complete !== true);
    close(silent);
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    if (open.has(socket)) open.set(socket, request);
    response.once('close', () => {
      if (open.delete(socket)) open.set(socket, undefined);
    });
  });
};
