// The API that the gateway calls, as a process of its own, which may be killed. Each call goes into a file before it is
// answered. Environment: CALL_LOG, PORT, API_MODES (a file that says what it does when).
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ApiMode } from './api-mode';
import { tokenAt } from './api-token';
import { digestOf } from './payload';

const { CALL_LOG = '', PORT = '', API_MODES: MODES = '' } = process.env;
const DISTURBED_EVERY = 3;
const LATENCY_MS = 5;
const JSON_TYPE = { 'content-type': 'application/json' } as const;
const RETRY_AFTER_S = 2;
/** Modes that refuse calls, by the status that they answer; the others take the call. */
const STATUS: Readonly<Partial<Record<string, number>>> = {
  'api-errors': 503,
  'park-keys': 422,
  'throttle-all': 429,
  'rotate-secret': 401,
};
/** Each is an answer that Node's parser, or the one of the body, refuses. */
const UNREADABLE = [
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}',
];

/** Modes that are not met by every third call alone. */
const OF_ALL: ReadonlySet<string> = new Set(['park-keys', 'throttle-all', 'rotate-secret']);

let modes: readonly ApiMode[] | undefined;
let calls = 0;

const log = (line: object): void => {
  appendFileSync(CALL_LOG, `${JSON.stringify(line)}\n`);
};

/** The keys are `key-N`. */
const isRefused = (key: string): boolean => Number(key.split('-').at(-1)) % DISTURBED_EVERY === 0;

const modeNow = (key: string, authorization: string | undefined): ApiMode['name'] | undefined => {
  const now = Date.now();
  calls += 1;
  // The modes are known once the load begins, which is before the first call.
  modes ??= JSON.parse(readFileSync(MODES, 'utf8')) as readonly ApiMode[];
  if (authorization !== `Bearer ${tokenAt(modes, now)}`) return 'rotate-secret';
  const named = modes.filter(({ from, until }) => from <= now && now < until).map(({ name }) => name);
  if (named.includes('throttle-all')) return 'throttle-all';
  if (named.includes('park-keys') && isRefused(key)) return 'park-keys';
  return calls % DISTURBED_EVERY === 0 ? named.find((name) => !OF_ALL.has(name)) : undefined;
};

const answer = (response: ServerResponse, mode: ApiMode['name'] | undefined): void => {
  if (mode === 'api-hangs') return;
  if (mode === 'api-lost-answers') response.socket?.destroy();
  else if (mode === 'api-unreadable') response.socket?.end(UNREADABLE[calls % UNREADABLE.length] ?? '');
  else if (mode === 'api-wrong-length') {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': 100 });
    response.write('{}', () => response.socket?.destroy());
  } else {
    if (mode === 'throttle-all') response.setHeader('retry-after', RETRY_AFTER_S);
    response.writeHead(STATUS[mode ?? ''] ?? 200, JSON_TYPE).end('{}');
  }
};

const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const startedAt = Date.now();
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { method = '', url = '', headers } = request;
  const { key, at } = JSON.parse(body.toString()) as { readonly key: string; readonly at: number };
  const mode = modeNow(key, headers.authorization);
  const call = `${process.pid}.${calls}`;
  log({
    call,
    id: `${url.slice(1)}@${at}`,
    key,
    idempotencyKey: String(headers['idempotency-key']),
    body: digestOf(body),
    request: digestOf(method, url, headers['content-type'] ?? '', body),
    startedAt,
    effective: STATUS[mode ?? ''] === undefined,
  });
  let isUnderWay = true;
  const end = (): void => {
    if (isUnderWay) log({ call, endedAt: Date.now() });
    isUnderWay = false;
  };
  response.once('close', end);
  setTimeout(() => {
    // Once its caller has an answer that cannot be read, it goes on, and closes the connection when it comes to it.
    if (mode !== 'api-hangs') end();
    answer(response, mode);
  }, LATENCY_MS);
};

const server = createServer((request, response) => {
  handle(request, response).catch(() => {
    response.destroy(); // the caller went away in the middle of its request: no call was made
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(PORT), '127.0.0.1', () => {
  process.stdout.write('ready\n');
});
