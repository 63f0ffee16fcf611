import type { Socket } from 'node:net';

/** What has arrived is in the socket already, so reading it takes one round of the event loop. */
const READ_MS = 10;

type Done = (error?: Error | null) => void;
type Write = (...args: [...unknown[], Done]) => void;

const patient = new WeakSet<Socket>();

/**
 * Makes a socket read what has arrived before a failed write ends it. An API that refuses a large body early answers,
 * closes and resets the connection; Node would drop the answer, and the refusal would look like a network error.
 */
export const readBeforeFailing = (socket: Socket): void => {
  if (patient.has(socket)) return;
  patient.add(socket);
  // Between an answer and the pool nobody listens in Node: an error there would end the process.
  socket.on('error', () => undefined);
  const writer = socket as unknown as Record<'_write' | '_writev', Write>;
  for (const name of ['_write', '_writev'] as const) {
    const write = writer[name].bind(socket);
    writer[name] = (...args): void => {
      const [done, ...rest] = args.reverse() as [Done, ...unknown[]];
      write(...rest.reverse(), (error) => {
        if (error === undefined || error === null) done();
        else setTimeout(done, READ_MS, error);
      });
    };
  }
};
