import type { Socket } from 'node:net';
import { HttpDestination } from '../../src/activities/destinations/http/http-destination';
import { destinationSchema } from '../../src/config/destination/destination-schema';
import { resolvedDestination } from '../../src/config/destination/resolve-destination';
import type { CallResult, DestinationCall } from '../../src/activities/destinations/call/destination';
import type { DestinationDefinition } from '../../src/config/destination/destination-definition';
import type { HttpDestination as Options } from '../../src/config/destination/resolved-destination';
import { destinationCall } from '../unit/activities/destinations/destination-call';
import { withSocketServer } from './socket-server';

/** The environment names no proxy, so that both adapters call the API itself. */
export const withoutProxies = (): void => {
  const before = process.env['NO_PROXY'];
  beforeAll(() => {
    process.env['NO_PROXY'] = '*';
  });
  afterAll(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, 'NO_PROXY');
    else process.env['NO_PROXY'] = before;
  });
};

/** By `environment` axios makes the calls, by `none` our own requests. */
export const ADAPTERS = ['environment', 'none'] as const;

export const adapterDestination = (baseUrl: string, given: Partial<DestinationDefinition>): HttpDestination =>
  new HttpDestination(
    resolvedDestination(
      destinationSchema.parse({ baseUrl, timeout: '30s', breaker: false, maxResponseBytes: 4_000, ...given }),
      {},
      { read: () => '', isFile: () => false },
    ) as Options,
  );

export interface Seen {
  /** What each connection sent. */
  readonly bytes: readonly string[];
  readonly results: readonly CallResult[];
}

/** Makes the calls by each adapter, one after another or all at once. */
export const byBoth = async (
  take: () => (socket: Socket) => void,
  calls: readonly Partial<DestinationCall>[],
  { given = {}, url: other }: { given?: Partial<DestinationDefinition>; url?: (url: string) => string } = {},
): Promise<{ readonly axios: Seen; readonly own: Seen }> => {
  const seen = ADAPTERS.map(async (proxy): Promise<Seen> => {
    const bytes: string[] = [];
    const served = take();
    const record = (socket: Socket): void => {
      const at = bytes.push('') - 1;
      socket.on('data', (chunk: Buffer) => {
        bytes[at] = (bytes[at] ?? '') + chunk.toString('latin1').replace(/(?<=host: 127\.0\.0\.1:)\d+/gi, 'port');
      });
      served(socket);
    };
    return withSocketServer(record, async (url) => {
      const api = adapterDestination(other?.(url) ?? url, { proxy, ...given });
      const results: CallResult[] = [];
      for (const call of calls) results.push(await api.call(destinationCall({ answer: true, ...call })));
      const text = JSON.stringify(results).replaceAll(new URL(url).port, 'port');
      return { bytes, results: JSON.parse(text.replace(/[0-9A-F]{16}:error/g, 'error')) as CallResult[] };
    });
  });
  const [axios, own] = await Promise.all(seen);
  if (axios === undefined || own === undefined) throw new Error('expected two adapters');
  return { axios, own };
};

export const head = (status: number | string, headers: Readonly<Record<string, string | number>> = {}): string =>
  [`HTTP/1.1 ${status} Said`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', ''].join(
    '\r\n',
  );
export const answer = (status: number, body: string | Buffer = '{}', headers: Record<string, string> = {}): Buffer =>
  Buffer.concat([
    Buffer.from(
      head(status, { 'Content-Type': 'application/json', ...headers, 'Content-Length': Buffer.byteLength(body) }),
    ),
    Buffer.from(body),
  ]);

/** Answers each request with `bytes`, and then does `after`. */
export const says =
  (bytes: string | Buffer, after: (socket: Socket) => void = () => undefined) =>
  () =>
  (socket: Socket): void => {
    let heard = '';
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      const length = Number(/content-length: (\d+)/i.exec(heard)?.[1] ?? 0);
      if (!heard.includes('\r\n\r\n') || heard.length < heard.indexOf('\r\n\r\n') + 4 + length) return;
      heard = '';
      socket.write(bytes, () => {
        after(socket);
      });
    });
  };

export const failed = (code: string, more: object = {}): object => ({ failure: { code, ...more } });

/** What is left without the last bytes. */
export const cut = (bytes: Buffer, by: number): Buffer => bytes.subarray(0, bytes.length - by);
