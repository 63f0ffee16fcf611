// What monitoring and orchestrators read of a process: metrics and health, read-only.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { ResolvedMetrics } from '../config/telemetry/metrics-options';
import { errorText, GatewayError } from '../errors';
import { keepRoom } from '../async/keep-room';
import type { Log } from '../log';
import type { Health, HealthReport } from '../telemetry/health';

const TIMEOUT_MS = 5_000;
/** How often Node looks for requests that take too long: 30 s, if it is told nothing. */
const CHECKED_EVERY_MS = 1_000;
const MAX_CONNECTIONS = 64;
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export interface Watched {
  readonly health: Health;
  /** In Prometheus' text format. */
  metrics(): Promise<string>;
}

/** Serves `GET /metrics`, `/healthz` and `/readyz`, and nothing else. */
export class WatchEndpoint {
  private constructor(
    private readonly server: Server,
    private readonly watched: Watched,
    private readonly log: Log,
  ) {}

  /** @throws GatewayError `metrics-unavailable` when it cannot listen on the address. */
  static async listen({ host, port }: ResolvedMetrics, watched: Watched, log: Log): Promise<WatchEndpoint> {
    const server = createServer({
      maxHeaderSize: 8_192,
      headersTimeout: TIMEOUT_MS,
      requestTimeout: TIMEOUT_MS,
      connectionsCheckingInterval: CHECKED_EVERY_MS,
    });
    keepRoom(server, MAX_CONNECTIONS, (closed) => {
      log.warn(
        { closed },
        'metrics and health: there were too many connections, so some that asked nothing were closed',
      );
    });
    const endpoint = new WatchEndpoint(server, watched, log);
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void endpoint.serve(request, response),
    );
    try {
      await once(server.listen(port, host), 'listening');
    } catch (error) {
      const message = `Metrics and health cannot be served at ${host}:${port} (metrics.listen): ${errorText(error)}`;
      throw new GatewayError('metrics-unavailable', message, { cause: error });
    }
    // Without a listener a connection that cannot be accepted (no file descriptor is left) would end the process.
    server.on('error', (error) => {
      log.warn({ error: errorText(error) }, 'a connection to metrics and health was not accepted');
    });
    log.info({ address: endpoint.address }, 'metrics and health are served');
    return endpoint;
  }

  /** Host and port, for example `127.0.0.1:9464`. */
  get address(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') return '';
    return address.family === 'IPv6' ? `[${address.address}]:${address.port}` : `${address.address}:${address.port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status, type, body } = await this.answer(request);
      const zipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') && body.length > 1_024;
      const bytes = zipped ? await promisify(gzip)(body) : Buffer.from(body);
      response.writeHead(status, {
        'Content-Type': type,
        'Content-Length': bytes.length,
        'Cache-Control': 'no-store',
        ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
        ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
      });
      response.end(request.method === 'HEAD' ? undefined : bytes);
    } catch (error) {
      this.log.warn({ error: errorText(error) }, 'metrics could not be reported');
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': TEXT });
      response.end();
    }
  }

  private async answer({ method, url = '' }: IncomingMessage): Promise<Answer> {
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: TEXT, body: 'Only GET and HEAD.\n' };
    const path = url.split('?', 1)[0];
    if (path === '/metrics') return { status: 200, type: TEXT, body: await this.watched.metrics() };
    if (path === '/healthz') return healthAnswer(this.watched.health.report('alive'));
    if (path === '/readyz') return healthAnswer(this.watched.health.report('ready'));
    return { status: 404, type: TEXT, body: 'There are /metrics, /healthz and /readyz.\n' };
  }
}

const healthAnswer = (report: HealthReport): Answer => ({
  status: report.healthy ? 200 : 503,
  type: 'application/json',
  body: `${JSON.stringify(report)}\n`,
});
