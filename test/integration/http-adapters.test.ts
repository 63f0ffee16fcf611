// Without a proxy, calls go by an adapter of our own. What the API gets and what becomes of each call is the same, byte
// by byte, as with the adapter of axios, by which a destination with `proxy: 'environment'` calls.
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { DestinationCall } from '../../src/activities/destinations/call/destination';
import type { DestinationDefinition } from '../../src/config/destination/destination-definition';
import { answer, byBoth, cut, failed, head, says, withoutProxies } from '../support/both-adapters';

withoutProxies();

const TOKEN = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz";
const name = fc.oneof(
  fc.string({ unit: fc.constantFrom(...TOKEN.split(/(?:)/u)), minLength: 1, maxLength: 8 }),
  fc.constantFrom(
    ...['0', '1', '12', '__proto__', 'get', 'common', 'constructor', 'accept', 'ACCEPT', 'user-agent', 'User-Agent'],
    ...['Accept-Encoding', 'Authorization', 'Cookie', 'Content-Type', 'Date', 'Set-Cookie', 'toString', 'X-A', 'x-b'],
  ),
);
const value = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('', 'é', '4', 'a, b', '\u00ff'), fc.integer());
const data = fc.oneof(
  fc.constantFrom(undefined, '', 'text', 'é€', Buffer.alloc(0), Buffer.from([0, 255]), null, 0, {}),
  fc.jsonValue(),
);
const request = fc.record(
  {
    method: fc.constantFrom('POST', 'GET', 'get', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PURGE'),
    path: fc.constantFrom('', '/', '/a/b', '/a%20b', '/a b', '/é', '/a?b=1', '/a?b=1&c=%26', '//a', '/a/?'),
    query: fc.dictionary(fc.string({ maxLength: 4 }), fc.oneof(fc.string({ maxLength: 4 }), fc.integer()), {
      maxKeys: 2,
    }),
    headers: fc.array(fc.tuple(name, value), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs) as object),
    data,
  },
  { requiredKeys: [] },
);

test('I12: Both adapters send the same bytes for whatever request, and make the same of its answer.', async () => {
  const given = { headers: { 'X-Default': 'd', accept: 'text/html' } };
  const requests = fc.sample(request, { numRuns: 150, seed: 16 }) as DestinationCall['request'][];
  const calls = requests.map((one, at): Partial<DestinationCall> => ({ request: one, idempotencyKey: `k${at}` }));
  for (const options of [{}, { given }, { url: (url: string) => `${url}/base/` }]) {
    const { axios, own } = await byBoth(says(answer(200)), calls, options);
    expect(own).toEqual(axios);
    expect(own.bytes[0]).toContain('Connection: keep-alive\r\n');
    expect(own.results.filter((result) => JSON.stringify(result).includes('"response"')).length).toBeGreaterThan(75);
  }
});

const PACKED = { a: 'x'.repeat(50), b: 'y'.repeat(50) };
const packed = (encoding: string, pack: (text: string) => Buffer, status = 200): Row => [
  says(answer(status, pack(JSON.stringify(PACKED)), { 'Content-Encoding': encoding })),
  { response: { data: PACKED } },
];
const unreadable = failed('response-unreadable', { perhapsDone: true });
const reset = (socket: Socket): void => {
  socket.resetAndDestroy();
};

/** It cannot be packed to little. */
const LONG = Array.from({ length: 500 }, (_, at) => at * 7_919).join();

type Row = readonly [take: () => (socket: Socket) => void, expected: object, given?: Partial<DestinationDefinition>];

const SOON = { timeout: '1s' };
const ANSWERS: Readonly<Record<string, Row>> = {
  'in gzip': packed('gzip', gzipSync),
  'in GZIP': packed('GZIP', gzipSync),
  'in x-gzip': packed('x-gzip', gzipSync),
  'in compress, which is zlib': packed('compress', deflateSync),
  'in x-compress': packed('x-compress', gzipSync),
  'in deflate': packed('deflate', deflateSync),
  'in deflate without its header': packed('deflate', deflateRawSync),
  'in br': packed('br', brotliCompressSync),
  'that is not packed as it says': [
    says(answer(200, '{}', { 'Content-Encoding': 'gzip' })),
    failed('response-unreadable', { perhapsDone: true, status: 200 }),
  ],
  'that is not br as it says': [
    says(answer(200, 'no brotli', { 'Content-Encoding': 'br' })),
    failed('response-unreadable', { perhapsDone: true, status: 200 }),
  ],
  'in gzip that ends early': [
    says(answer(200, cut(gzipSync('{"a":1}'), 4), { 'Content-Encoding': 'gzip' })),
    failed('response-unreadable', { perhapsDone: true, status: 200 }),
  ],
  ...Object.fromEntries(
    (
      [
        ['gzip', gzipSync],
        ['deflate', deflateSync],
        ['deflate', deflateRawSync],
        ['br', brotliCompressSync],
      ] as const
    ).map(([encoding, pack]): [string, Row] => [
      `of text in ${encoding} (${pack.name}) that ends in its middle`,
      [
        says(answer(200, cut(pack(LONG), 40), { 'Content-Type': 'text/plain', 'Content-Encoding': encoding })),
        failed('response-unreadable', { perhapsDone: true, status: 200 }),
      ],
    ]),
  ),
  'of no bytes in gzip': [
    says(answer(200, '', { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' })),
    { response: { data: '' } },
  ],
  'of no bytes in br, in pieces': [
    says(
      `${head(200, { 'Content-Type': 'text/plain', 'Content-Encoding': 'br', 'Transfer-Encoding': 'chunked' })}0\r\n\r\n`,
    ),
    { response: { data: '' } },
  ],
  'in gzip within br': packed('gzip, br', (text) => brotliCompressSync(gzipSync(text))),
  'in identity and gzip': packed('identity, gzip', gzipSync),
  'in an encoding within one that nobody knows': [
    says(answer(200, '{}', { 'Content-Encoding': 'gzip, zip' })),
    { response: { data: {} } },
  ],
  'in an encoding that nobody knows': [
    says(answer(200, '{}', { 'Content-Encoding': 'zip' })),
    { response: { data: {} } },
  ],
  'that is packed and too large': [
    says(answer(200, gzipSync('x'.repeat(1_000_000)), { 'Content-Encoding': 'gzip' })),
    failed('response-too-large'),
  ],
  'that is too large': [says(answer(200, 'x'.repeat(500_000))), failed('response-too-large')],
  'of a refusal in gzip': [
    says(answer(422, gzipSync('why'), { 'Content-Encoding': 'gzip' })),
    failed('http-status', { message: 'HTTP 422: why' }),
  ],
  'without a body that says it is packed': [
    says(head(204, { 'Content-Encoding': 'gzip' })),
    { response: { status: 204 } },
  ],
  'in pieces': [
    says(
      `${head(200, { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' })}2\r\n{}\r\n0\r\nX: y\r\n\r\n`,
    ),
    { response: { data: {} } },
  ],
  'that ends with its connection': [
    says(`${head(200, { 'Content-Type': 'application/json' })}{}`, (socket) => socket.end()),
    { response: { data: {} } },
  ],
  'that closes its connection': [says(answer(200, '{}', { Connection: 'close' })), { response: { data: {} } }],
  'behind two others': [
    says(Buffer.concat([Buffer.from(head(100)), Buffer.from(head(103)), answer(200)])),
    { response: {} },
  ],
  'with headers twice': [
    says(answer(200, '{}', { ETag: 'a', etag: 'b', Link: '<a>', link: '<b>', Location: ' /x\t', 'Set-Cookie': 'a=b' })),
    { response: { headers: { etag: 'a', location: '/x' } } },
  ],
  'that breaks off': [says(cut(answer(200, '{"a":1}'), 2), reset), unreadable],
  'that breaks off softly': [says(cut(answer(200, '{"a":1}'), 2), (socket) => socket.end()), unreadable],
  'of a refusal that breaks off': [
    says(cut(answer(422, '{"a":1}'), 2), reset),
    failed('http-status', { message: 'HTTP 422' }),
  ],
  'in pieces that are none': [says(`${head(200, { 'Transfer-Encoding': 'chunked' })}zz\r\n`), unreadable],
  'that does not end': [
    says(cut(answer(200, '{"a":1}'), 2)),
    failed('response-unreadable', { message: expect.stringContaining('did not end within 1000 ms') as unknown }),
    SOON,
  ],
  'that does not come': [says(''), failed('timeout', { perhapsDone: true }), SOON],
  'that is none': [says('SSH-2.0-OpenSSH_9.6\r\n'), unreadable],
  'with a head that is too long': [says(answer(200, '{}', { 'X-A': 'x'.repeat(17_000) })), unreadable],
  'by another protocol': [
    says(head('101', { Connection: 'upgrade', Upgrade: 'x' })),
    failed('response-unreadable', { perhapsDone: true }),
  ],
  'without a length, by a connection that is reset': [
    says(`${head(200, { 'Content-Type': 'text/plain' })}the first part`, (socket) => setTimeout(reset, 50, socket)),
    failed('response-unreadable', { perhapsDone: true, status: 200 }),
  ],
  'by a reset': [says('', reset), failed('network', { perhapsDone: true })],
  'by a closed connection': [says('', (socket) => socket.end()), failed('network', { perhapsDone: true })],
};

test.each(Object.keys(ANSWERS))('I12: Both adapters make the same of an answer %s.', async (what) => {
  const [take, expected, given = {}] = ANSWERS[what] ?? [says(''), {}];
  const calls = [{ request: { data: { a: 1 } } }, ...(given === SOON ? [] : [{ request: { method: 'HEAD' } }])];
  const { axios, own } = await byBoth(take, calls, { given });
  expect(axios.results[0]).toMatchObject(expected);
  expect(own).toEqual(axios);
});
