import type { Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import createSocketFactory from 'kafkajs/src/network/socketFactory';

/**
 * The sockets of one kafkajs client. kafkajs closes a connection only after its last answer, and a JoinGroup may take a
 * minute; to leave at once, destroy them.
 */
export class TrackedSockets {
  private readonly open = new Set<Socket>();
  private closed = false;

  constructor(private readonly factory: ISocketFactory = createSocketFactory()) {}

  readonly create: ISocketFactory = (args) => {
    const socket = this.factory(args);
    this.open.add(socket);
    socket.once('close', () => this.open.delete(socket));
    // A kafkajs retry that was waiting when its client was given up must not connect again.
    if (this.closed) setImmediate(() => socket.destroy(new Error('the client is closed')));
    return socket;
  };

  destroy(): void {
    this.closed = true;
    for (const socket of this.open) {
      // kafkajs abandons pending requests on an error event; a socket that it has ended itself has none.
      socket.destroy(socket.writableEnded ? undefined : new Error('the client is closed'));
    }
  }
}
