import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface RecordedCall {
  readonly path: string;
  readonly idempotencyKey: string;
  readonly token: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  endedAt: number | undefined;
  /** True for the first call with its idempotency key; a receiver that honours the key ignores the later ones. */
  readonly first: boolean;
}

/** How the receiver reacts to a call; `hang-up` breaks the connection after the effect, before the answer. */
export type Reaction =
  | { readonly status: number; readonly body?: string | Buffer; readonly headers?: Record<string, string> }
  | 'hang-up'
  | 'never';

/** An HTTP API that remembers every call: the outside evidence by which guarantee tests judge. */
export class EffectRecorder {
  readonly calls: RecordedCall[] = [];
  latencyMs = 0;
  /** Calls that come now are answered once it is settled. */
  held: Promise<void> | undefined;
  /** Decides for each call, before the latency; the default is 200. */
  react: (call: RecordedCall) => Reaction = () => ({ status: 200 });
  private readonly keys = new Set<string>();
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  /** Listens on a free port, or again on its previous one. */
  async open(): Promise<void> {
    const server = createServer((request, response) => void this.handle(request, response));
    server.keepAliveTimeout = 60_000;
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await once(server.listen(this.port, '127.0.0.1'), 'listening');
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Calls whose effect was new, in order of arrival. */
  get effects(): readonly RecordedCall[] {
    return this.calls.filter(({ first }) => first);
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      if (server === undefined) resolve();
      else
        server.close(() => {
          resolve();
        });
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = Date.now();
    const { held } = this;
    const body = await wholeBody(request);
    // The caller disconnected in the middle of its request, so this is no call.
    if (body === undefined) return;
    const idempotencyKey = String(request.headers['idempotency-key']);
    const call: RecordedCall = {
      path: request.url ?? '',
      idempotencyKey,
      token: Number(request.headers['sluice-token']),
      headers: request.headers,
      body,
      startedAt,
      endedAt: undefined,
      first: !this.keys.has(idempotencyKey),
    };
    this.calls.push(call);
    const reaction = this.react(call);
    const effective = reaction === 'hang-up' || (reaction !== 'never' && reaction.status < 300);
    if (effective) this.keys.add(idempotencyKey);
    else (call as { first: boolean }).first = false;
    await held;
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    call.endedAt = Date.now();
    if (reaction === 'hang-up') request.socket.destroy();
    else if (reaction !== 'never') response.writeHead(reaction.status, reaction.headers).end(reaction.body ?? '{}');
  }
}

/** Undefined if it does not come to its end. A stream's iterator would cost more than all the rest of a call. */
const wholeBody = (request: IncomingMessage): Promise<Buffer | undefined> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.once('error', () => {
      resolve(undefined);
    });
    request.once('close', () => {
      resolve(undefined);
    });
  });

export const withEffectRecorder = async <T>(body: (recorder: EffectRecorder) => Promise<T>): Promise<T> => {
  const recorder = new EffectRecorder();
  await recorder.open();
  try {
    return await body(recorder);
  } finally {
    await recorder.close();
  }
};
