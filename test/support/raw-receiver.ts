import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface RawRequest {
  /** `POST /path HTTP/1.1`. */
  readonly line: string;
  /** Header lines in order, names as they were written; each character of a value is one byte. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export type RawAnswer = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

const END_OF_HEAD = '\r\n\r\n';

/** A receiver that reads what arrives byte by byte, as a proxy does: a forged request is one more request to it. */
export class RawReceiver {
  readonly requests: RawRequest[] = [];
  answer: (request: RawRequest) => RawAnswer = () => ({ status: 200 });
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => {
    this.serve(socket);
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    let unread: Buffer = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      unread = Buffer.concat([unread, chunk]);
      for (let found = firstRequest(unread); found !== undefined; found = firstRequest(unread)) {
        unread = found.rest;
        this.requests.push(found.request);
        socket.write(written(this.answer(found.request)));
      }
    });
  }
}

const firstRequest = (bytes: Buffer): { readonly request: RawRequest; readonly rest: Buffer } | undefined => {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) return undefined;
  const [line = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = lines.map((text): readonly [string, string] => {
    const colon = text.indexOf(':');
    return [text.slice(0, colon), text.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')];
  });
  const of = (name: string): string | undefined => headers.find(([given]) => given.toLowerCase() === name)?.[1];
  const after = bytes.subarray(end + END_OF_HEAD.length);
  if (of('transfer-encoding') !== undefined) {
    const last = after.indexOf('0\r\n\r\n');
    if (last < 0) return undefined;
    return { request: { line, headers, body: after.subarray(0, last) }, rest: after.subarray(last + 5) };
  }
  const length = Number(of('content-length') ?? 0);
  if (after.length < length) return undefined;
  return { request: { line, headers, body: after.subarray(0, length) }, rest: after.subarray(length) };
};

const written = ({ status, headers = {}, body = '{}' }: RawAnswer): string => {
  const lines = Object.entries({ 'Content-Type': 'application/json', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`HTTP/1.1 ${status} Answer`, ...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
};

export const withRawReceiver = async <T>(body: (receiver: RawReceiver) => Promise<T>): Promise<T> => {
  const receiver = new RawReceiver();
  await receiver.open();
  try {
    return await body(receiver);
  } finally {
    await receiver.close();
  }
};
