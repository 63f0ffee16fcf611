import { gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import type { CallResult } from '../../../../../src/activities/destinations/call/destination';
import { HttpDestination } from '../../../../../src/activities/destinations/http/http-destination';
import { HttpExchange, type Exchanged } from '../../../../../src/activities/destinations/http/http-exchange';
import type { DestinationDefinition } from '../../../../../src/config/destination/destination-definition';
import { resolvedDestination } from '../../../../../src/config/destination/resolve-destination';
import { destinationSchema } from '../../../../../src/config/destination/destination-schema';
import type { HttpDestination as Options } from '../../../../../src/config/destination/resolved-destination';
import { secret } from '../../../../../src/config/environment/secret';
import { destinationCall } from '../destination-call';

afterEach(() => {
  jest.restoreAllMocks();
});

const destination = (given: Partial<DestinationDefinition> = {}): HttpDestination =>
  new HttpDestination(
    resolvedDestination(
      destinationSchema.parse({ baseUrl: 'http://api.test', maxResponseBytes: 4_000, breaker: false, ...given }),
      { TOKEN: 'a-secret-of-the-ledger-api' },
      { read: () => '', isFile: () => false },
    ) as Options,
  );

const answer = (status: number, headers: Record<string, string>, body: Readable | string | Buffer): Exchanged => ({
  answer: {
    status,
    headers,
    data: body instanceof Readable ? body : Readable.from([Buffer.from(body)]),
  } as unknown as Extract<Exchanged, { answer: unknown }>['answer'],
});

const resultOf = (exchanged: readonly Exchanged[], api: HttpDestination, method?: string): Promise<CallResult> => {
  const left = [...exchanged];
  jest
    .spyOn(HttpExchange.prototype, 'send')
    .mockImplementation(() => Promise.resolve(left.shift() ?? { error: new Error('no more'), sent: false }));
  return api.call(
    destinationCall({ answer: true, request: method === undefined ? {} : { method }, safe: method === 'get' }),
  );
};

const JSON_TYPE = { 'content-type': 'application/json' };
const broken = (): Readable =>
  new Readable({
    read() {
      this.destroy(new Error('broke off'));
    },
  });

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const UNKEPT: Readonly<
  Record<string, readonly [headers: Record<string, string>, body: () => Readable | string | Buffer]>
> = {
  'a byte that is no UTF-8': [{ 'content-type': 'application/json; charset=utf-8' }, () => Buffer.from([0x22, 0xe9])],
  'a charset that nobody knows': [{ 'content-type': 'application/json; charset=x-foo' }, () => '{}'],
  'half a surrogate pair': [{ 'content-type': 'text/plain; charset=utf-16le' }, () => Buffer.from([0, 0xd8])],
  'JSON that is cut': [JSON_TYPE, () => '{"text":'],
  'packed bytes': [JSON_TYPE, () => gzipSync('{}')],
  'JSON of 1,001 levels': [JSON_TYPE, () => nested(1_001)],
  'a large text': [JSON_TYPE, () => JSON.stringify('x'.repeat(4_000))],
  'a text that is large as JSON': [{}, () => '\u0000'.repeat(3_990)],
  'a secret': [JSON_TYPE, () => '{"token":"a-secret-of-the-ledger-api"}'],
  'a secret with escapes': [JSON_TYPE, () => '{"token":"\\u0061-secret-of-the-ledger-api"}'],
  'a body that breaks off': [JSON_TYPE, broken],
};

test.each(Object.keys(UNKEPT))(
  'I12: An answer of success with %s fails, and the effect may have happened.',
  async (what) => {
    const [headers, body] = UNKEPT[what] ?? [{}, broken];
    const api = destination({ headers: { Authorization: secret('TOKEN') } });
    for (const status of [200, 201, 299]) {
      const result = await resultOf([answer(status, headers, body())], api);
      expect(result).toMatchObject({
        failure: { status, terminal: what !== 'a body that breaks off', perhapsDone: true },
      });
    }
  },
);

test('An answer with JSON of 1,000 levels is kept.', async () => {
  expect(await resultOf([answer(200, JSON_TYPE, nested(1_000))], destination())).toMatchObject({ response: {} });
});

test('I12: A redirect to another page after a POST may mean that it was done, and after a GET it does not.', async () => {
  for (const status of [301, 302, 303]) {
    const to = [answer(status, { location: 'http://api.test/orders/7' }, '')];
    expect(await resultOf(to, destination())).toMatchObject({ failure: { status, terminal: true, perhapsDone: true } });
    expect(await resultOf(to, destination(), 'get')).not.toMatchObject({ failure: { perhapsDone: true } });
  }
  for (const status of [304, 307, 308]) {
    const result = await resultOf([answer(status, { location: 'http://else.test/' }, '')], destination());
    expect(result).toMatchObject({ failure: { status } });
    expect(result).not.toMatchObject({ failure: { perhapsDone: true } });
  }
});

test('I12: A request that was sent twice may have been done, also if the redirect that answered it leads to nobody.', async () => {
  const hop = { ...answer(307, { location: 'http://api.test/hook/' }, ''), resent: true } as Exchanged;
  const refused: Exchanged = { error: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), sent: false };
  const result = await resultOf([hop, refused], destination({ redirects: 'same-origin' }));
  expect(result).toMatchObject({ failure: { code: 'network' }, resent: true });
  expect(result).not.toMatchObject({ failure: { perhapsDone: true } });
});
