// The API that the gateway calls, as a process of its own, which may be killed. Each call goes into a file before it is
// answered. Environment: CALL_LOG, PORT, API_MODES (a file that says what it does when).
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ApiMode } from './api-mode';

const { CALL_LOG = '', PORT = '', API_MODES: MODES = '' } = process.env;
const DISTURBED_EVERY = 3;
const LATENCY_MS = 5;
/** Modes that refuse calls, by the status that they answer; the others take the call. */
const STATUS: Readonly<Record<string, number>> = { 'api-errors': 503, 'park-keys': 422 };

let modes: readonly ApiMode[] | undefined;
let calls = 0;

const log = (line: object): void => {
  appendFileSync(CALL_LOG, `${JSON.stringify(line)}\n`);
};

/** The keys are `key-N`. */
const isRefused = (key: string): boolean => Number(key.split('-').at(-1)) % DISTURBED_EVERY === 0;

const modeNow = (key: string): ApiMode['name'] | undefined => {
  const now = Date.now();
  calls += 1;
  // The modes are known once the load begins, which is before the first call.
  modes ??= JSON.parse(readFileSync(MODES, 'utf8')) as readonly ApiMode[];
  const named = modes.filter(({ from, until }) => from <= now && now < until).map(({ name }) => name);
  if (named.includes('park-keys') && isRefused(key)) return 'park-keys';
  return calls % DISTURBED_EVERY === 0 ? named.find((name) => name !== 'park-keys') : undefined;
};

const answer = (response: ServerResponse, mode: ApiMode['name'] | undefined): void => {
  if (mode === 'api-hangs') return;
  if (mode === 'api-lost-answers') response.socket?.destroy();
  else if (mode === 'api-wrong-length') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
    response.write('{}', () => response.socket?.destroy());
  } else response.writeHead(STATUS[mode ?? ''] ?? 200, { 'content-type': 'application/json' }).end('{}');
};

const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const startedAt = Date.now();
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { key, at } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly key: string; readonly at: number };
  const mode = modeNow(key);
  const call = `${process.pid}.${calls}`;
  const idempotencyKey = String(request.headers['idempotency-key']);
  const id = `${request.url?.slice(1) ?? ''}@${at}`;
  log({ call, id, key, idempotencyKey, startedAt, effective: STATUS[mode ?? ''] === undefined });
  response.once('close', () => {
    log({ call, endedAt: Date.now() });
  });
  setTimeout(() => {
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
