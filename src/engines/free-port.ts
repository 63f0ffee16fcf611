import { createServer } from 'node:net';

const HOST = '127.0.0.1';
// The range is below the ephemeral ranges of Linux (from 32768) and macOS (from 49152). The kernel assigns ephemeral
// ports to outgoing connections, so while an engine is down a reconnecting client could get the engine's own port, even
// connect to itself, and the engine could not start on it again.
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

/** Returns `preferred` if nobody listens there, otherwise some free port of the loopback interface. */
export const freePort = async (preferred?: number): Promise<number> => {
  if (preferred !== undefined && (await canListen(preferred))) return preferred;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (await canListen(port)) return port;
  }
  throw new Error(`No free port between ${LOWEST} and ${HIGHEST} on ${HOST}.`);
};
