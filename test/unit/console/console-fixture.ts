import { Access } from '../../../src/console/access/access';
import { ActionDesk } from '../../../src/console/actions/action-desk';
import { buildConsoleApp } from '../../../src/console/console-app';
import type { ConsolePort } from '../../../src/console/port/console-port';
import type { Log } from '../../../src/log';

export const TOKEN = 'token-of-the-test-0123456789abcdef';
export const HOST = '127.0.0.1:8240';

export interface LogLine {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** What its plans are about. */
export const SHOWN: ReadonlySet<string> = new Set(['a', 'b', 'c']);

/** A port that answers each question with what was asked. */
const echoing = (carriedOut: unknown[]): ConsolePort => ({
  overview: () => Promise.resolve({ asked: 'overview' } as never),
  lag: () => ({ everyMs: 1, times: [], lags: {} }),
  keys: (asked) => Promise.resolve({ asked } as never),
  key: (asked) => Promise.resolve({ asked } as never),
  record: (asked) => Promise.resolve({ asked } as never),
  letters: (asked) => Promise.resolve({ asked } as never),
  agents: (page) => Promise.resolve({ asked: { page } } as never),
  plan: () => Promise.resolve({ words: 'Retry 3 keys.', matched: 3, shown: SHOWN, lines: [], warnings: [] }),
  carryOut: (request, agreed) => {
    carriedOut.push([request, agreed]);
    return Promise.resolve({ words: 'Done.', lines: [], ok: true });
  },
});

export interface ConsoleFixture {
  readonly access: Access;
  readonly carriedOut: readonly unknown[];
  readonly lines: readonly LogLine[];
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  /** Headers of a request that may change something. */
  readonly own: Readonly<Record<string, string>>;
}

export const consoleFixture = (change: Partial<ConsolePort> = {}, hosts: readonly string[] = []): ConsoleFixture => {
  const carriedOut: unknown[] = [];
  const lines: LogLine[] = [];
  const write =
    (level: string) =>
    (fields: LogLine['fields'], message: string): void => {
      lines.push({ level, fields, message });
    };
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const port = { ...echoing(carriedOut), ...change };
  const access = new Access({ token: TOKEN, port: 8240, hosts });
  const asset = { type: 'text/css; charset=utf-8', body: Buffer.from('a{}'), etag: '"1"' };
  const app = buildConsoleApp({
    access,
    assets: new Map([['page.css', asset]]),
    port,
    desk: new ActionDesk(port, log, 'ada@host'),
    session: { gateway: 'bank', csrf: access.csrf, by: 'ada@host', routes: ['transfers'], destinations: ['ledger'] },
    log,
  });
  return {
    access,
    carriedOut,
    lines,
    request: async (path, init) => app.request(`http://${HOST}${path}`, init),
    own: {
      Host: HOST,
      Cookie: `${access.cookieName}=${access.cookieValue}`,
      Origin: `http://${HOST}`,
      'Content-Type': 'application/json',
      'X-Sluice-Console': access.csrf,
    },
  };
};
