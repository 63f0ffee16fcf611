import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface RawCall {
  /** Request line and headers. */
  readonly head: string;
  readonly body: string;
  readonly idempotencyKey: string;
  /** How often this idempotency key has come, this time included. */
  readonly time: number;
}

/** The bytes of an answer; the connection is closed after it unless `keep`. Without bytes there is no answer. */
export interface RawAnswer {
  readonly bytes?: string | Buffer;
  readonly end: 'keep' | 'close' | 'never';
  /** How long the answer takes. */
  readonly afterMs?: number;
}

/** An HTTP API made of bytes, for answers that a well-behaved server cannot give. */
export class RawApi {
  readonly calls: RawCall[] = [];
  react: (call: RawCall) => RawAnswer = () => ok();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => {
    this.take(socket);
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(socket: Socket): void {
    this.sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = received.subarray(0, end).toString('latin1');
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
      const whole = end + 4 + length;
      if (received.length < whole) return;
      const body = received.subarray(end + 4, whole).toString('utf8');
      received = received.subarray(whole);
      this.answer(socket, head, body);
    });
  }

  private answer(socket: Socket, head: string, body: string): void {
    const idempotencyKey = /^idempotency-key: (.*)$/im.exec(head)?.[1] ?? '';
    const time = this.calls.filter((call) => call.idempotencyKey === idempotencyKey).length + 1;
    const call = { head, body, idempotencyKey, time };
    this.calls.push(call);
    const { bytes = '', end, afterMs } = this.react(call);
    if (end === 'never') return;
    const write = (): void => {
      if (end === 'close') socket.end(bytes);
      else socket.write(bytes);
    };
    if (afterMs === undefined) write();
    else setTimeout(write, afterMs);
  }
}

/** A well-formed answer that keeps the connection. */
export const ok = (status = 200, body = '{"text":"yes"}'): RawAnswer => ({
  bytes: `HTTP/1.1 ${status} Word\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  end: 'keep',
});
