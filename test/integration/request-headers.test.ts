// What arrives at a receiver that reads bytes: exactly the headers that were asked for, or nothing, because the request
// was refused in words. Sluice's own are there whatever a handler or a record says.
import fc from 'fast-check';
import { HttpDestination } from '../../src/activities/destinations/http/http-destination';
import type { CallResult } from '../../src/activities/destinations/call/destination';
import type { DestinationDefinition } from '../../src/config/destination/destination-definition';
import { destinationSchema, type ParsedHttpDestination } from '../../src/config/destination/destination-schema';
import { resolvedDestination } from '../../src/config/destination/resolve-destination';
import { secret } from '../../src/config/environment/secret';
import type { HttpDestination as Options } from '../../src/config/destination/resolved-destination';
import type { EffectRequest } from '../../src/model/contract/effect-contract';
import { RawReceiver, type RawRequest } from '../support/raw-receiver';
import { destinationCall } from '../unit/activities/destinations/destination-call';
import { anyText } from '../support/any-text';

let receiver: RawReceiver;
beforeAll(async () => {
  receiver = new RawReceiver();
  await receiver.open();
});
afterAll(() => receiver.close());

const destinationOf = (given: Partial<DestinationDefinition> = {}): HttpDestination => {
  const parsed = destinationSchema.parse({ baseUrl: receiver.url, ...given }) as ParsedHttpDestination;
  return new HttpDestination(
    resolvedDestination(parsed, { T: 'acme' }, { read: () => '', isFile: () => false }) as Options,
  );
};

const FRAMING =
  /^(content[-_]length|transfer[-_]encoding|trailer|connection|keep[-_]alive|te|upgrade|http2[-_]settings|proxy[-_].*|host|expect)$/i;

/** Calls once, and returns everything that arrived. */
const arrived = async (
  destination: HttpDestination,
  request: EffectRequest,
): Promise<{ readonly result: CallResult; readonly requests: readonly RawRequest[] }> => {
  receiver.requests.length = 0;
  const result = await destination.call(destinationCall({ request, idempotencyKey: 'ours', token: 7 }));
  return { result, requests: [...receiver.requests] };
};

const refusal = (result: CallResult): { readonly terminal: boolean; readonly message: string } | undefined => {
  if (typeof result === 'string' || !('failure' in result)) return undefined;
  expect(result.failure).toMatchObject({ code: 'request-invalid', terminal: true });
  expect(result.failure.message).toMatch(/^[^\n\r]+$/);
  return result.failure;
};

const valuesOf = ({ headers }: RawRequest, name: string): readonly string[] =>
  headers.filter(([given]) => given.toLowerCase() === name.toLowerCase()).map(([, value]) => value);

const TOKEN = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz";
const name = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...TOKEN.split(/(?:)/u)), minLength: 1, maxLength: 12 }) },
  {
    weight: 4,
    // Names that mean something to HTTP, to axios or to JavaScript.
    arbitrary: fc.constantFrom(
      ...['Content-Length', 'content_length', 'Transfer-Encoding', 'Host', 'Connection', 'Proxy-Authorization', 'TE'],
      ...['Idempotency-Key', 'idempotency-key', 'IDEMPOTENCY-KEY', 'sluice-token', 'idempotency_key', 'X-Tenant'],
      ...['get', 'set', 'has', 'delete', 'common', 'post', 'Query', 'concat', 'normalize', 'toJSON', 'setContentType'],
      ...['__proto__', 'constructor', 'prototype', 'toString', 'Content-Type', 'Accept', 'User-Agent', 'ce_id'],
      ...['Accept-Encoding', 'Set-Cookie', 'Cookie', 'Authorization', 'Date', '0', '1'],
    ),
  },
  anyText({ maxLength: 6 }),
);
const value = fc.oneof(
  { weight: 5, arbitrary: fc.string({ maxLength: 20 }) },
  anyText({ maxLength: 10 }),
  fc.string({ unit: fc.constantFrom('a', ' ', '\t', 'é', '\u00a0', '\u0085', 'ÿ', ','), maxLength: 6 }),
  fc.constantFrom(
    '4',
    '0',
    'chunked',
    'a\r\nX-Evil: 1',
    '0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n',
    '€',
    '\u0000',
    '',
  ),
);

test('I5: Whatever headers a handler asks for, they arrive exactly or the call is refused in words, and ours always win.', async () => {
  const destination = destinationOf({ headers: { 'X-Tenant': secret('T'), 'X-Default': 'd' } });
  const body = fc.option(fc.string({ maxLength: 40 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 6 }), body, async (pairs, data) => {
      const headers = Object.fromEntries(pairs);
      const { result, requests } = await arrived(destination, { headers, ...(data === undefined ? {} : { data }) });
      if (refusal(result) !== undefined) {
        expect(requests).toEqual([]);
        return;
      }
      expect(requests).toHaveLength(1);
      const request = requests[0] as RawRequest;
      expect(request.body.toString()).toBe(data ?? '');
      expect(valuesOf(request, 'Idempotency-Key')).toEqual(['ours']);
      expect(valuesOf(request, 'Sluice-Token')).toEqual(['7']);
      expect(valuesOf(request, 'X-Tenant')).toEqual(['acme']);
      expect(valuesOf(request, 'Content-Length')).toEqual([String(request.body.length)]);
      expect(valuesOf(request, 'Content-Type')).toHaveLength((data ?? '') === '' ? 0 : 1);
      for (const [asked, text] of Object.entries(headers)) {
        expect(asked).not.toMatch(FRAMING);
        if (/^(idempotency[-_]key|sluice[-_]token|x[-_]tenant)$/i.test(asked)) continue;
        const expected =
          /^content-type$/i.test(asked) && (data ?? '') === '' ? [] : [text.replace(/^[ \t]+|[ \t]+$/g, '')];
        expect(request.headers.filter(([given]) => given === asked).map(([, got]) => got)).toEqual(expected);
      }
    }),
    { numRuns: 600 },
  );
});

test('I5: A redirect below the base URL is followed by choice with the same method, headers and body, and never farther.', async () => {
  const request = { method: 'PUT', path: '/hook', headers: { 'X-A': '1' }, data: { a: 1 } };
  const to = (location: string): void => {
    receiver.answer = ({ line }) =>
      line.includes('/hook ') ? { status: 308, headers: { Location: location } } : { status: 200 };
  };
  try {
    to('/hook/?b=2');
    const { result, requests } = await arrived(destinationOf({ redirects: 'same-origin' }), request);
    expect(result).toHaveProperty('response');
    expect(requests.map(({ line }) => line)).toEqual(['PUT /hook HTTP/1.1', 'PUT /hook/?b=2 HTTP/1.1']);
    expect(requests[1]).toEqual({ ...requests[0], line: 'PUT /hook/?b=2 HTTP/1.1' });
    expect(valuesOf(requests[1] as RawRequest, 'Idempotency-Key')).toEqual(['ours']);

    const refused = await arrived(destinationOf(), request);
    expect(refused.requests).toHaveLength(1);
    const failure = { code: 'http-status', status: 308, terminal: true };
    expect(refused.result).toMatchObject({
      failure: { ...failure, message: `HTTP 308 to ${receiver.url}/hook/, not followed: {}` },
    });

    for (const location of ['http://localhost:1/hook?token=t', '//evil.test/hook']) {
      to(location);
      const elsewhere = await arrived(destinationOf({ redirects: 'same-origin' }), request);
      expect(elsewhere.requests).toHaveLength(1);
      const message = expect.stringMatching(/hook, not followed: it is not below the base URL: {}$/) as unknown;
      expect(elsewhere.result).toMatchObject({ failure: { ...failure, message } });
    }

    receiver.answer = () => ({ status: 307, headers: { Location: '/hook' } });
    const circle = await arrived(destinationOf({ redirects: 'same-origin' }), request);
    expect(circle.requests).toHaveLength(4);
    expect(circle.result).toMatchObject({ failure: { code: 'http-status', status: 307, terminal: true } });
  } finally {
    receiver.answer = () => ({ status: 200 });
  }
});
