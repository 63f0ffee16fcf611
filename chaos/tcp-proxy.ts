import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `through` passes bytes on, `stalled` silently keeps them back on both sides, and `refusing` takes no connection. */
export type ProxyMode = 'through' | 'stalled' | 'refusing' | { readonly delayMs: number };

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** Stands before a server, so that the connections of one process can be cut, held up or slowed down. */
export class TcpProxy {
  private readonly pairs = new Set<Pair>();
  private mode: ProxyMode = 'through';

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (client) => {
      this.accept(client);
    });
  }

  /** `target` is host:port. */
  static async open(target: string): Promise<TcpProxy> {
    const [host = '', port = ''] = target.split(':');
    const server = createServer({ allowHalfOpen: false });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new TcpProxy(server, { host, port: Number(port) });
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  set(mode: ProxyMode): void {
    this.mode = mode;
    for (const pair of this.pairs) this.obey(pair);
  }

  /** Resets every connection. */
  cut(): void {
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) =>
      this.server.close(() => {
        resolve();
      }),
    );
  }

  private accept(client: Socket): void {
    if (this.mode === 'refusing') {
      client.on('error', ignore);
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.target);
    const pair = { client, server };
    this.pairs.add(pair);
    this.pass(client, server);
    this.pass(server, client);
    const end = (): void => {
      // Bytes that were kept back go with their connection, so nothing is delivered that its sender gave up.
      this.pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.on('error', ignore);
      socket.on('close', end);
    }
    this.obey(pair);
  }

  private pass(from: Socket, to: Socket): void {
    from.on('data', (chunk) => {
      const { mode } = this;
      const write = (): void => {
        if (!to.destroyed && !to.write(chunk)) {
          from.pause();
          to.once('drain', () => {
            if (this.mode !== 'stalled') from.resume();
          });
        }
      };
      if (typeof mode === 'object') setTimeout(write, mode.delayMs);
      else write();
    });
  }

  private obey({ client, server }: Pair): void {
    for (const socket of [client, server]) {
      if (this.mode === 'stalled') socket.pause();
      else socket.resume();
    }
  }
}

const ignore = (): void => {
  // A broken connection is what this is for; its other half is ended by `close`.
};
