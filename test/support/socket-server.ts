import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Runs `body` beside a server that is nothing but sockets; `take` gets each of them. */
export const withSocketServer = async <T>(
  take: (socket: Socket) => void,
  body: (url: string, server: Server) => Promise<T>,
): Promise<T> => {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    take(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
};
