// All devices over HTTP, on node:http alone.
//   GET  /devices/:device/events[?after=&limit=]   what happened
//   POST /devices/:device/commands                 tell it something: { "command", "because" }
//   GET  /summary   what they were told            GET, POST, DELETE /moods   misbehave
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { CommandLog } from './command-log';
import { DeviceFleet, type FleetOptions } from './device-fleet';
import { Moods } from './moods';

export interface DeviceApiOptions extends FleetOptions {
  /** 0 takes a free one. @default 0 */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** @default Math.random */
  readonly random?: () => number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const LARGEST_BODY = 16_384;
const LARGEST_PAGE = 500;
/** How far back a repeated page leads. */
const REPEATED = 3;
const problem = (status: number, error: string): Answer => ({ status, body: { error } });

/** The devices, up and running. Whoever runs them in the same process can use `fleet`, `commands` and `moods`. */
export class DeviceApi {
  readonly fleet: DeviceFleet;
  readonly commands: CommandLog;
  readonly moods: Moods;
  /** Pages that were answered again from an earlier place. */
  repeatedPages = 0;
  private readonly server: Server;

  private constructor(options: DeviceApiOptions) {
    this.fleet = new DeviceFleet(options);
    this.commands = new CommandLog(options.now);
    this.moods = new Moods(options.random);
    this.server = createServer((request, response) => {
      this.answer(request).then(
        (answer) => {
          send(response, answer);
        },
        (error: unknown) => {
          send(response, problem(500, error instanceof Error ? error.message : String(error)));
        },
      );
    });
  }

  /** Resolves when it listens. */
  static async start(options: DeviceApiOptions = {}): Promise<DeviceApi> {
    const api = new DeviceApi(options);
    await new Promise<void>((resolve, reject) => {
      api.server.once('error', reject).listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
    });
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
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

  private async answer(request: IncomingMessage): Promise<Answer | 'hang-up'> {
    const url = new URL(request.url ?? '/', 'http://devices');
    const body = await readBody(request);
    if (body === undefined) return problem(413, `body: expected at most ${LARGEST_BODY} bytes`);
    const method = request.method ?? '';
    const [, device, what] = /^\/devices\/([^/]+)\/(events|commands)$/.exec(url.pathname) ?? [];
    if (device === undefined) return this.administer(`${method} ${url.pathname}`, body);
    if (`${method} ${what ?? ''}` === 'GET events') return (await this.trouble()) ?? this.events(device, url);
    if (`${method} ${what ?? ''}` !== 'POST commands') return problem(404, `no such resource: ${url.pathname}`);
    return (await this.trouble()) ?? this.command(device, request, body);
  }

  private administer(route: string, body: unknown): Answer {
    switch (route) {
      case 'GET /summary': {
        const { repeatedPages, fleet, commands } = this;
        return { status: 200, body: { devices: fleet.size, repeatedPages, ...commands.summary } };
      }
      case 'GET /moods':
        return { status: 200, body: this.moods.settings };
      case 'DELETE /moods':
        this.moods.reset();
        return { status: 200, body: this.moods.settings };
      case 'POST /moods':
        return this.setMoods(body);
      default:
        return problem(404, `no such resource: ${route}`);
    }
  }

  private async trouble(): Promise<Answer | undefined> {
    const { latencyMs, retryAfterSeconds } = this.moods.settings;
    if (latencyMs > 0) await wait(latencyMs, undefined, { ref: false });
    if (!this.moods.fails) return undefined;
    const headers: Record<string, string> = retryAfterSeconds > 0 ? { 'Retry-After': String(retryAfterSeconds) } : {};
    return { ...problem(503, 'told to fail'), headers };
  }

  private events(device: string, url: URL): Answer {
    const after = integer(url, 'after', 0);
    const limit = integer(url, 'limit', 50);
    if (after === undefined) return problem(400, 'after: expected an integer from 0');
    if (limit === undefined || limit < 1 || limit > LARGEST_PAGE) return problem(400, 'limit: expected 1 to 500');
    const repeats = after > 0 && this.moods.repeats;
    if (repeats) this.repeatedPages += 1;
    // It leads back, and no further on than where it was: the caller has to come forward again by itself.
    const page = this.fleet.page(
      device,
      repeats ? Math.max(0, after - REPEATED) : after,
      repeats ? REPEATED - 1 : limit,
    );
    return page === undefined ? problem(404, `no device ${device}`) : { status: 200, body: page };
  }

  private command(device: string, request: IncomingMessage, body: unknown): Answer | 'hang-up' {
    if (!this.fleet.has(device)) return problem(404, `no device ${device}`);
    const { command, because } = (body ?? {}) as { readonly command?: unknown; readonly because?: unknown };
    const idempotencyKey = request.headers['idempotency-key'];
    const token = Number(request.headers['sluice-token'] ?? '0');
    if (typeof command !== 'string' || typeof because !== 'number')
      return problem(400, 'expected { command, because }');
    if (typeof idempotencyKey !== 'string' || !Number.isSafeInteger(token))
      return problem(400, 'expected an Idempotency-Key');
    const answer = this.commands.do({ device, command, because, idempotencyKey, token });
    if (answer.kind === 'refused') return problem(answer.status, answer.reason);
    if (answer.kind === 'done' && this.moods.hangsUp) return 'hang-up';
    const headers: Record<string, string> = answer.kind === 'replayed' ? { 'Idempotent-Replayed': 'true' } : {};
    return { status: 201, body: { device, command, at: answer.at }, headers };
  }

  private setMoods(body: unknown): Answer {
    const problems = this.moods.set(body);
    return problems.length === 0 ? { status: 200, body: this.moods.settings } : problem(400, problems.join('; '));
  }
}

/** Returns undefined if the text is none. */
const integer = (url: URL, name: string, standard: number): number | undefined => {
  const value = Number(url.searchParams.get(name) ?? standard);
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
};

/** Returns JSON, or text that is none; undefined if it is too large. Reads all of it, so that the caller hears back. */
const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= LARGEST_BODY) chunks.push(chunk);
  }
  if (bytes > LARGEST_BODY) return undefined;
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // Whoever needs JSON says so.
  }
};

const send = (response: ServerResponse, answer: Answer | 'hang-up'): void => {
  if (answer === 'hang-up') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers });
  response.end(JSON.stringify(answer.body));
};
