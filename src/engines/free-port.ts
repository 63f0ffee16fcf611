import { createServer } from 'node:net';

const HOST = '127.0.0.1';
// Below the ephemeral ranges of Linux (from 32768) and macOS (from 49152). The kernel hands ephemeral ports to outgoing
// connections, so while an engine is down a client that reconnects could get the engine's own port, even connect to
// itself, and the engine could not be started again on it.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 200;

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host: HOST, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });

/** `preferred` when nobody listens there, else some free port of the loopback interface. */
export const freePort = async (preferred?: number): Promise<number> => {
  if (preferred !== undefined && (await canListen(preferred))) return preferred;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (await canListen(port)) return port;
  }
  throw new Error(`No free port between ${LOWEST.toString()} and ${HIGHEST.toString()} on ${HOST}.`);
};
