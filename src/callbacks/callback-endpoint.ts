// The endpoint that APIs call back. Everything that arrives is hostile until its signature is checked, then bounded.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ResolvedCallbacks } from '../config/gateway/resolved-config';
import { errorText, GatewayError } from '../errors';
import { keepRoom } from '../async/keep-room';
import type { Log } from '../log';
import type { Telemetry } from '../telemetry/telemetry';
import { CALLBACK_PATH } from './callback-token';
import { CallbackReceiver } from './callback-receiver';
import type { CallbackSender } from './callback-sender';
import { RefusedCallback } from './refused-callback';

/** The most requests at once, because each may hold a body and a call to Temporal. */
const MAX_REQUESTS = 256;
const MAX_CONNECTIONS = 1_024;
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 15_000;

export class CallbackEndpoint {
  private underWay = 0;
  private draining = false;

  private constructor(
    private readonly server: Server,
    private readonly receiver: CallbackReceiver,
    private readonly telemetry: Telemetry,
    private readonly log: Log,
  ) {}

  /** @throws GatewayError `callbacks-unavailable` when it cannot listen on the address. */
  static async listen(
    gateway: string,
    options: ResolvedCallbacks,
    sender: Pick<CallbackSender, 'send'>,
    telemetry: Telemetry,
    log: Log,
  ): Promise<CallbackEndpoint> {
    const server = createServer({
      maxHeaderSize: 16_384,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: 1_000,
    });
    keepRoom(server, MAX_CONNECTIONS, (closed) => {
      log.warn(
        { closed },
        'the callback endpoint: there were too many connections, so some that asked nothing were closed',
      );
    });
    server.maxHeadersCount = 100;
    const endpoint = new CallbackEndpoint(server, new CallbackReceiver(gateway, options, sender, log), telemetry, log);
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void endpoint.serve(request, response),
    );
    try {
      await once(server.listen(options.port, options.host), 'listening');
    } catch (error) {
      const address = `${options.host}:${options.port}`;
      const message = `The callback endpoint cannot listen at ${address} (callbacks.listen): ${errorText(error)}`;
      throw new GatewayError('callbacks-unavailable', message, { cause: error });
    }
    // Without a listener a connection that cannot be accepted (no file descriptor is left) would end the process.
    server.on('error', (error) => {
      log.warn({ error: errorText(error) }, 'a connection to the callback endpoint was not accepted');
    });
    log.info({ host: options.host, port: options.port }, 'the callback endpoint is listening');
    return endpoint;
  }

  get requestsUnderWay(): number {
    return this.underWay;
  }

  /** Takes no more connections, answers the requests it has, and resolves when all connections are closed. */
  async drain(): Promise<void> {
    this.draining = true;
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    this.server.closeIdleConnections();
    await closed;
  }

  /** Breaks off what is under way. Callers repeat requests that got no answer. */
  async close(): Promise<void> {
    const drained = this.drain();
    this.server.closeAllConnections();
    await drained;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.underWay += 1;
    try {
      const status = await this.receive(request);
      this.answer(request, response, 200, { status });
    } catch (error) {
      this.refuse(request, response, error);
    } finally {
      this.underWay -= 1;
    }
  }

  private async receive(request: IncomingMessage): Promise<string> {
    if (this.underWay > MAX_REQUESTS)
      throw new RefusedCallback(503, 'busy', 'Too many callbacks arrive at the same time; repeat it.', 1);
    const { pathname, searchParams } = addressOf(request);
    if (!pathname.startsWith(CALLBACK_PATH))
      throw new RefusedCallback(404, 'not-found', 'There is nothing at this address.');
    if (request.method !== 'POST' && request.method !== 'PUT') {
      throw new RefusedCallback(405, 'method', 'Expected a callback to be sent by POST or PUT.');
    }
    return this.receiver.receive(pathname.slice(CALLBACK_PATH.length), searchParams, request);
  }

  private refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (error instanceof RefusedCallback) {
      const { status, code, message, retryAfter } = error;
      if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
      if (status === 405) response.setHeader('Allow', 'POST, PUT');
      this.answer(request, response, status, { error: code, message });
      return;
    }
    // A caller that went away in the middle of its request needs no answer.
    if (request.destroyed && !request.complete) return;
    this.log.error({ error: errorText(error) }, 'a callback could not be taken');
    response.setHeader('Retry-After', 5);
    this.answer(request, response, 503, {
      error: 'unavailable',
      message: 'The callback could not be taken; repeat it.',
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse, status: number, body: object): void {
    // The rest of a refused body is not read, and a draining endpoint must get its connections closed.
    if (!request.complete || this.draining) response.setHeader('Connection', 'close');
    this.telemetry.count('sluice_callbacks_total', { answer: String(status) });
    response.setHeader('Cache-Control', 'no-store');
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  }
}

/** Never throws, because request lines are hostile as well. */
const addressOf = ({ url = '' }: IncomingMessage): URL => {
  const address = `http://callbacks${url.startsWith('/') ? url : '/'}`;
  return URL.canParse(address) ? new URL(address) : new URL('http://callbacks/');
};
