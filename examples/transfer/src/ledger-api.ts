// The ledger over HTTP, on node:http alone.
//   POST   /accounts/:id   book          GET /accounts/:id   one account
//   GET    /summary[?run=] totals        GET /log[?after=&limit=]  the last effects
//   POST   /faults         misbehave     GET /faults         how         DELETE /faults   behave again
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { readBookingRequest } from './booking-request';
import { Faults } from './faults';
import { Journal } from './journal';
import { Ledger, type BookingAnswer, type LedgerOptions } from './ledger';
import { readJson } from './read-json';

export interface LedgerApiOptions {
  readonly ledger?: Omit<LedgerOptions, 'journal'>;
  /** 0 takes a free one. @default 0 */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** File that keeps the effects over restarts. Without it everything is in memory. */
  readonly journal?: string;
  /** @default Math.random */
  readonly random?: () => number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const LARGEST_PAGE = 10_000;
const problem = (status: number, error: string): Answer => ({ status, body: { error } });
const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const accountOf = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // A stray `%`: the only thing that decodeURIComponent throws for.
  }
};

const bookingAnswer = (answer: BookingAnswer): Answer => {
  if (answer.kind === 'refused') return problem(answer.status, answer.reason);
  const { account, balance, number } = answer.effect;
  const body = { account, balance, effect: number };
  return answer.kind === 'booked'
    ? { status: 201, body }
    : { status: 201, body, headers: { 'Idempotent-Replayed': 'true' } };
};

/** A running ledger. `ledger` and `faults` can be used directly by whoever runs it in the same process. */
export class LedgerApi {
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly #server: Server;
  readonly #journal: Journal | undefined;

  private constructor(options: LedgerApiOptions) {
    const path = options.journal;
    this.faults = new Faults(options.random);
    this.ledger = new Ledger({ ...options.ledger, journal: (effect) => this.#journal?.append(effect) });
    this.#journal =
      path === undefined
        ? undefined
        : Journal.open(path, (effect) => {
            this.ledger.restore(effect);
          });
    this.#server = createServer((request, response) => {
      this.#answer(request).then(
        (answer) => {
          this.#send(response, answer);
        },
        (error: unknown) => {
          this.#send(response, problem(500, error instanceof Error ? error.message : String(error)));
        },
      );
    });
  }

  /** Resolves when it listens. */
  static async start(options: LedgerApiOptions = {}): Promise<LedgerApi> {
    const api = new LedgerApi(options);
    await new Promise<void>((resolve, reject) => {
      api.#server.once('error', reject).listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
    });
    return api;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Cuts open connections: a caller that waits for an answer cannot know whether it was booked. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) =>
      this.#server.close(() => {
        resolve();
      }),
    );
    this.#server.closeAllConnections();
    await closed;
    this.#journal?.close();
  }

  async #answer(request: IncomingMessage): Promise<Answer | 'hang-up'> {
    const url = new URL(request.url ?? '/', 'http://ledger');
    const [, resource = '', id, ...rest] = url.pathname.split('/');
    const route = `${request.method ?? ''} ${resource}`;
    if (rest.length > 0) return problem(404, `no such resource: ${url.pathname}`);
    if (resource === 'accounts' && id !== undefined) {
      const account = accountOf(id);
      if (account === undefined) return problem(400, `account: not a percent-encoded name: ${id}`);
      if (route === 'POST accounts') return this.#book(account, request);
      const view = this.ledger.account(account);
      return view === undefined ? problem(404, `no account ${account}`) : { status: 200, body: view };
    }
    return this.#administer(route, url, request);
  }

  async #administer(route: string, url: URL, request: IncomingMessage): Promise<Answer> {
    switch (route) {
      case 'GET summary':
        return { status: 200, body: this.ledger.summary(url.searchParams.get('run') ?? undefined) };
      case 'GET log':
        return this.#page(url);
      case 'GET faults':
        return { status: 200, body: this.faults.settings };
      case 'DELETE faults':
        this.faults.reset();
        return { status: 200, body: this.faults.settings };
      case 'POST faults':
        return this.#setFaults(request);
      default:
        return problem(404, `no such resource: ${route} (${url.pathname})`);
    }
  }

  async #book(account: string, request: IncomingMessage): Promise<Answer | 'hang-up'> {
    const body = await readJson(request);
    if ('problem' in body) return problem(body.status, body.problem);
    const headers = { idempotencyKey: header(request, 'idempotency-key'), token: header(request, 'sluice-token') };
    const booking = readBookingRequest(account, body.json, headers);
    if ('problem' in booking) return problem(400, booking.problem);

    // The ledger decides on arrival and acts after the delay, as a slow server would. It books for a caller that has
    // given up meanwhile, too: that is what makes a repeated call dangerous.
    const fault = this.faults.next(account);
    const latencyMs = this.faults.latencyOf(account);
    if (latencyMs > 0) await wait(latencyMs, undefined, { ref: false });
    const { failStatus, retryAfterSeconds } = this.faults.settings;
    if (fault === 'fail') {
      const headers: Record<string, string> = retryAfterSeconds > 0 ? { 'Retry-After': String(retryAfterSeconds) } : {};
      return { ...problem(failStatus, 'told to fail'), headers };
    }
    if (fault === 'hang-up') return 'hang-up';
    const answer = bookingAnswer(this.ledger.book(booking));
    return fault === 'hang-up-after-effect' ? 'hang-up' : answer;
  }

  async #setFaults(request: IncomingMessage): Promise<Answer> {
    const body = await readJson(request);
    if ('problem' in body) return problem(body.status, body.problem);
    const problems = this.faults.set(body.json);
    return problems.length === 0 ? { status: 200, body: this.faults.settings } : problem(400, problems.join('; '));
  }

  #page(url: URL): Answer {
    const after = Number(url.searchParams.get('after') ?? '0');
    const limit = Number(url.searchParams.get('limit') ?? '1000');
    if (!Number.isSafeInteger(after) || after < 0) return problem(400, 'after: expected an integer from 0');
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
      return problem(400, `limit: expected an integer from 1 to ${LARGEST_PAGE}`);
    }
    return { status: 200, body: this.ledger.log(after, limit) };
  }

  #send(response: ServerResponse, answer: Answer | 'hang-up'): void {
    if (answer === 'hang-up') {
      response.destroy();
      return;
    }
    const text = JSON.stringify(answer.body);
    response.writeHead(answer.status, {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(text)),
      ...answer.headers,
    });
    response.end(text);
  }
}
