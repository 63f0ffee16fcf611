// The console's HTTP side. It knows the gateway by its port only, so tests call it without engines and without a socket.
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie } from 'hono/cookie';
import { errorText, type GatewayError } from '../errors';
import type { Log } from '../log';
import { terminalText } from '../terminal-text';
import type { Access } from './access/access';
import { readActionRequest } from './actions/action-schema';
import type { ActionDesk } from './actions/action-desk';
import { readAgentsAsked, readKeyAddress, readKeyAsked, readKeysAsked, readLettersAsked } from './read-asked';
import type { ConsolePort } from './port/console-port';
import type { Asset } from './serving/assets';
import { CONTENT_SECURITY_POLICY, ENTRANCE, SHELL } from './serving/shell';
import type { ProblemAnswer, SessionAnswer } from './wire/answers';

export interface ConsoleParts {
  readonly access: Access;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly port: ConsolePort;
  readonly desk: ActionDesk;
  readonly session: SessionAnswer;
  readonly log: Log;
}

const MAX_BODY_BYTES = 256 * 1024;
const ACTIONS = '/api/actions';

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
} as const;

/** What the caller can mend is told in words. */
const STATUSES = {
  'not-found': 404,
  'unknown-name': 404,
  refused: 409,
  unconfirmed: 409,
  'config-invalid': 400,
} as const;
const statusOf = (code: string): 400 | 404 | 409 | 503 =>
  code in STATUSES ? STATUSES[code as keyof typeof STATUSES] : 503;

const problem = (
  context: Context,
  status: 400 | 403 | 404 | 405 | 409 | 413 | 503 | 500,
  words: string,
  changed = false,
): Response =>
  context.json(
    { problem: terminalText(words, 2_000), ...(changed ? { changed: true as const } : {}) } satisfies ProblemAnswer,
    status,
  );

/** Without the token nothing is told, not even which addresses there are. */
const shut = (context: Context): Response => context.body(null, 401);

const login = (context: Context, access: Access, token: string): Response => {
  if (!access.isToken(token)) return shut(context);
  const cookie = `${access.cookieName}=${access.cookieValue}; Path=/; HttpOnly; SameSite=Strict`;
  // A redirect would keep the initiator of this request, and a link from another site would arrive without the cookie.
  return context.html(ENTRANCE, 200, { 'Set-Cookie': cookie });
};

const served = (context: Context, asset: Asset | undefined): Response => {
  if (asset === undefined) return problem(context, 404, 'There is no such file.');
  context.header('ETag', asset.etag);
  context.header('Cache-Control', 'no-cache');
  if (context.req.header('if-none-match') === asset.etag) return context.body(null, 304);
  return context.body(new Uint8Array(asset.body), 200, { 'Content-Type': asset.type });
};

/** What a request that is known may not do all the same; undefined if it may. */
const refused = (context: Context, access: Access): Response | undefined => {
  const { path, method } = context.req;
  if (path === ACTIONS && method === 'POST') {
    const refusal = access.refusal((name) => context.req.header(name));
    return refusal === undefined ? undefined : problem(context, 403, refusal);
  }
  if (method !== 'GET' && method !== 'HEAD') return problem(context, 405, 'Only GET and HEAD.');
  // Another site cannot read an answer; it does not get one made either.
  const site = context.req.header('sec-fetch-site') ?? 'none';
  const isOwn = path === '/' || site === 'same-origin' || site === 'none';
  return isOwn ? undefined : context.body(null, 403);
};

const guard = (app: Hono, { access }: ConsoleParts): void => {
  app.use(async (context, next) => {
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
    if (!access.isHost(context.req.header('host'))) return context.body(null, 403);
    const { path, method } = context.req;
    const token = path === '/' && method === 'GET' ? context.req.query('token') : undefined;
    if (token !== undefined) return login(context, access, token);
    const cookie = getCookie(context, access.cookieName);
    if (!access.isKnown(cookie, context.req.header('authorization'))) return shut(context);
    return refused(context, access) ?? next();
  });
};

const reads = (app: Hono, { port, session }: ConsoleParts): void => {
  const get = <Asked>(
    path: string,
    read: (query: Record<string, string>) => Asked | undefined,
    answer: (asked: Asked) => Promise<object>,
  ): void => {
    app.get(path, async (context) => {
      const asked = read(context.req.query());
      if (asked === undefined) return problem(context, 400, `${path} cannot be asked that: see docs/console.md.`);
      return context.json(await answer(asked));
    });
  };
  app.get('/api/session', (context) => context.json(session));
  app.get('/api/overview', async (context) => context.json(await port.overview()));
  app.get('/api/lag', (context) => context.json(port.lag()));
  get('/api/keys', readKeysAsked, (asked) => port.keys(asked));
  get('/api/key', readKeyAsked, (asked) => port.key(asked));
  get('/api/key/record', readKeyAddress, (address) => port.record(address));
  get('/api/letters', readLettersAsked, (asked) => port.letters(asked));
  get('/api/agents', readAgentsAsked, (asked) => port.agents(asked.page));
};

const actions = (app: Hono, { desk }: ConsoleParts): void => {
  app.post(
    ACTIONS,
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (context) => problem(context, 413, 'The request is too large.') }),
    async (context) => {
      const request = readActionRequest(await context.req.json().catch(() => undefined));
      if (request === undefined) return problem(context, 400, 'Expected an action: see docs/console.md.');
      return context.json(await (request.confirm === undefined ? desk.plan(request) : desk.carryOut(request)));
    },
  );
  app.get(ACTIONS, (context) => problem(context, 405, 'Only POST.'));
};

export const buildConsoleApp = (parts: ConsoleParts): Hono => {
  const app = new Hono();
  guard(app, parts);
  app.get('/', (context) => context.html(SHELL));
  app.get('/assets/*', (context) => served(context, parts.assets.get(context.req.path.slice('/assets/'.length))));
  reads(app, parts);
  actions(app, parts);
  app.notFound((context) => problem(context, 404, 'There is no such address.'));
  app.onError((error, context) => {
    if (error.name === 'GatewayError') {
      const { code, message } = error as GatewayError;
      return problem(context, statusOf(code), message, code === 'unconfirmed');
    }
    parts.log.error({ error: errorText(error), path: context.req.path }, 'the console could not answer');
    return problem(context, 500, 'The console could not answer; its log says why.');
  });
  return app;
};
