// APIs echo what they are sent. What an API was authenticated with must not come back into a failure, which stands in
// history, in the UI and in logs, wherever the text is cut. An answer is data: it is passed on as it is, or not at all.
import { Readable } from 'node:stream';
import axios from 'axios';
import fc from 'fast-check';
import type { CallResult } from '../../../../../src/activities/destinations/call/destination';
import { HttpDestination } from '../../../../../src/activities/destinations/http/http-destination';
import type { DestinationDefinition } from '../../../../../src/config/destination/destination-definition';
import { destinationSchema } from '../../../../../src/config/destination/destination-schema';
import { resolvedDestination } from '../../../../../src/config/destination/resolve-destination';
import type { HttpDestination as Options } from '../../../../../src/config/destination/resolved-destination';
import { secret } from '../../../../../src/config/environment/secret';
import { destinationCall } from '../destination-call';
import { cases } from '../../../../support/width';

const CANARY = 'canary-4c1f-of-the-ledger-api';
/** Any eight characters of it in a row are a leak. */
const PIECES = Array.from({ length: CANARY.length - 7 }, (_, at) => CANARY.slice(at, at + 8));

const optionsOf = (value: string, given: Partial<DestinationDefinition> = {}, prefix = 'Bearer '): Options =>
  resolvedDestination(
    destinationSchema.parse({
      baseUrl: 'http://api.test',
      // So axios makes the request, for which a test can answer.
      proxy: 'environment',
      headers: { Authorization: secret('TOKEN', { prefix }) },
      ...given,
    }),
    { TOKEN: value },
    { read: () => '', isFile: () => false },
  ) as Options;

const resultAfter = async (answer: () => unknown, options: Options): Promise<CallResult> => {
  const request = jest.fn(() => Promise.resolve().then(answer));
  const create = jest.spyOn(axios, 'create').mockReturnValue({ request } as never);
  try {
    const result = await new HttpDestination(options).call(destinationCall({ answer: true }));
    // The secret was sent: otherwise there is nothing to leak.
    expect(JSON.stringify(request.mock.calls)).toContain(JSON.stringify(options.secrets[0]).slice(1, -1));
    return result;
  } finally {
    create.mockRestore();
  }
};

const toldAfter = async (answer: () => unknown): Promise<string> =>
  JSON.stringify(await resultAfter(answer, optionsOf(CANARY)));

const answered =
  (body: string, type = 'application/json', headers: Record<string, string> = {}) =>
  (): unknown => ({
    status: 200,
    headers: { 'content-type': type, ...headers },
    data: Readable.from([Buffer.from(body)]),
  });

test('An answer that echoes the secret anywhere is passed on without it.', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(260), fc.integer({ min: 400, max: 599 }), async (before, status) => {
      const body = `${'x'.repeat(before)}Bearer ${CANARY} is not known`;
      const told = await toldAfter(() => ({ status, headers: {}, data: Readable.from([Buffer.from(body)]) }));
      expect(told).toContain(`HTTP ${status}`);
      expect(PIECES.filter((piece) => told.includes(piece))).toEqual([]);
    }),
    { numRuns: cases(100) },
  );
});

test('A secret that escapes hide in the text of an answer does not stay there when its data is masked.', async () => {
  const random = 'a1b2c3d4e5f6g7h8i9';
  const body = `{"id":9007199254740993,"token":"\\u0061${random.slice(1)}"}`;
  const result = await resultAfter(answered(body), optionsOf(random, { echoedSecrets: 'mask' }));
  expect(result).toMatchObject({ failure: { message: expect.stringContaining('holds a secret') as unknown } });
  expect(JSON.stringify(result)).not.toContain(random.slice(1));
  const plain = await resultAfter(answered(body.replace('\\u0061', 'a')), optionsOf(random, { echoedSecrets: 'mask' }));
  expect(plain).toMatchObject({
    response: { data: { token: '***' }, source: '{"id":9007199254740993,"token":"***"}' },
  });
});

test('An error that has the request in it, as those of axios do, is passed on without the secret.', async () => {
  const told = await toldAfter(() => {
    const config = { headers: { Authorization: `Bearer ${CANARY}` }, url: 'http://api.test' };
    const cause = { config, request: { _header: `Authorization: Bearer ${CANARY}` } };
    throw Object.assign(new Error(`connect ECONNREFUSED with Bearer ${CANARY}`), { code: 'ECONNREFUSED', ...cause });
  });
  expect(told).toContain('ECONNREFUSED');
  expect(PIECES.filter((piece) => told.includes(piece))).toEqual([]);
});

test.each([
  { what: 'a text', body: `{"a":[1,{"b":"${CANARY}!"}]}`, place: 'data.a.1.b' },
  { what: 'a name', body: `{"a":{"x${CANARY}":1}}`, place: 'data.a.x***' },
  // Servers that write nothing but ASCII do this.
  { what: 'an escaped text', body: `{"a":"${CANARY.replaceAll('-', '\\u002d')}"}`, place: 'data.a' },
  { what: 'a body of text', body: `you sent ${CANARY}`, type: 'text/plain', place: 'data' },
  { what: 'a header', body: '{}', headers: { etag: `"${CANARY}"` }, place: 'headers.etag' },
])(
  'An answer that echoes the secret in $what is not kept, and the failure says that the call succeeded.',
  async (row) => {
    const told = await resultAfter(answered(row.body, row.type, row.headers), optionsOf(CANARY));
    const message = expect.stringMatching(/^The call succeeded, but its response holds a secret/) as unknown;
    const failure = { code: 'destination-error', message, status: 200, terminal: true, perhapsDone: true };
    expect(told).toEqual({ failure });
    expect(JSON.stringify(told)).toContain(`(in ${row.place})`);
    expect(PIECES.filter((piece) => JSON.stringify(told).includes(piece))).toEqual([]);
  },
);

/** A secret in which each writing differs from the plain one. */
const WRITTEN = 'k3y "of/the+api\\ é&1234';
const percent = (text: string, as: BufferEncoding = 'utf8'): string =>
  Array.from(Buffer.from(text, as), (byte) => `%${byte.toString(16)}`).join('');
const base64 = (text: string, as: BufferEncoding = 'utf8'): string => Buffer.from(text, as).toString('base64');
const writings: readonly (readonly [how: string, text: string])[] = [
  ['percent-encoded', encodeURIComponent(WRITTEN)],
  ['percent-encoded to the last character', percent(WRITTEN)],
  ['percent-encoded twice', encodeURIComponent(encodeURIComponent(WRITTEN))],
  ['as a form writes it', new URLSearchParams({ key: WRITTEN }).toString()],
  ['as JSON within text', JSON.stringify({ key: WRITTEN })],
  ['as JSON in ASCII', JSON.stringify(WRITTEN).replace('é', '\\u00e9').replaceAll('/', '\\/')],
  ['as JSON within JSON within text', JSON.stringify(JSON.stringify({ key: WRITTEN }))],
  ...['', 'u', 'us'].map((user) => ['in base64', base64(`${user}:${WRITTEN}:`)] as const),
  ['in base64 of URLs', Buffer.from(`x${WRITTEN}`).toString('base64url')],
  // A header carries one byte for each character, and that is what some APIs write down.
  ['percent-encoded as it was sent', percent(WRITTEN, 'latin1')],
  ...['', 'u', 'us'].map((user) => ['in base64 as it was sent', base64(`${user}:${WRITTEN}:`, 'latin1')] as const),
  ['as UTF-8 reads what was sent', Buffer.from(WRITTEN, 'latin1').toString('utf8')],
];

test.each(writings)(
  'An answer that holds the secret %s is not kept, wherever it is, and no failure shows it.',
  async (_how, text) => {
    const location = Buffer.from(`https://a.test/?next=${text}`, 'utf8').toString('latin1');
    const answers = [
      answered(JSON.stringify({ a: [{ b: text }] })),
      answered(text, 'text/plain; charset=utf-8'),
      answered(`\0\xff${text}`, 'application/octet-stream'),
      answered('{}', 'application/json', { location }),
    ];
    for (const echoedSecrets of ['refuse', 'mask'] as const) {
      for (const [index, answer] of answers.entries()) {
        if (index === 3 && /[^\x20-\x7e]/.test(text)) continue;
        const told = await resultAfter(answer, optionsOf(WRITTEN, { echoedSecrets }));
        expect(told).toMatchObject({ failure: { message: expect.stringContaining('holds a secret') as unknown } });
      }
    }
    const refusal = { status: 400, headers: {}, data: Readable.from([Buffer.from(`no: ${text}`)]) };
    const told = await resultAfter(() => refusal, optionsOf(WRITTEN));
    expect(JSON.stringify(told)).toContain('HTTP 400: ');
    expect(JSON.stringify(told)).toContain('***');
    expect(JSON.stringify(told)).not.toContain(JSON.stringify(text).slice(8, -8));
  },
);

test('An answer that is written like a secret and holds another text is kept as it is.', async () => {
  const other = 'k3y "of/the+api\\ é&1235';
  const data = [other, encodeURIComponent(other), JSON.stringify(other), base64(other), '%', '%zz', '\\u', 'a+b%20c'];
  const result = await resultAfter(answered(JSON.stringify({ data })), optionsOf(WRITTEN));
  expect(result).toMatchObject({ response: { data: { data } } });
});

const RANDOM = 'sk_live_51Hx8Qe2T9bK4';

test('An answer that echoes a random secret is kept with asterisks in its place where the user chose that.', async () => {
  const echo = answered(`{"a ${RANDOM}":["Bearer ${RANDOM}!",7]}`);
  const masked = await resultAfter(echo, optionsOf(RANDOM, { echoedSecrets: 'mask' }));
  expect(masked).toMatchObject({ response: { data: { 'a ***': ['Bearer ***!', 7] } } });
});

test('A random secret is masked in each writing, and an answer of bytes with it is refused, because masked bytes are others.', async () => {
  const options = optionsOf(RANDOM, { echoedSecrets: 'mask' });
  const text = Buffer.from(`x:${RANDOM}`).toString('base64');
  const masked = await resultAfter(answered(JSON.stringify({ text })), options);
  expect(masked).toMatchObject({
    response: { data: { text: expect.stringMatching(/^.{0,4}\*{3}.{0,4}$/) as unknown } },
  });
  for (const before of ['', 'x', 'xx']) {
    const bytes = await resultAfter(answered(`${before}${RANDOM}`, 'image/png'), options);
    expect(bytes).toMatchObject({
      failure: { message: expect.stringContaining('holds a secret of the destination (in its body)') as unknown },
    });
  }
});

test('An answer that echoes a long secret of words is not masked, even where the user chose that.', async () => {
  const long = 'acme-corporation-production';
  const echo = (): unknown => answered(`{"tenant":"${long}"}`)();
  const told = await resultAfter(echo, optionsOf(long, { echoedSecrets: 'mask' }, ''));
  expect(told).toMatchObject({ failure: { code: 'destination-error' } });
});

test('An answer is never changed by a secret that could be data, whatever it holds.', async () => {
  const short = fc.string({ minLength: 1, maxLength: 15, unit: fc.constantFrom(...'acme-1 0'.split(/(?:)/u)) });
  const choice = fc.constantFrom('refuse', 'mask');
  await fc.assert(
    fc.asyncProperty(short, fc.jsonValue({ maxDepth: 3 }), choice, async (tenant, json, echoedSecrets) => {
      fc.pre(tenant.trim() === tenant);
      const data = { json, [tenant]: `${tenant} corp`, list: [tenant, `${tenant}-42`] };
      const result = await resultAfter(answered(JSON.stringify(data)), optionsOf(tenant, { echoedSecrets }, ''));
      expect(result).toMatchObject({ response: { data: JSON.parse(JSON.stringify(data)) as unknown } });
    }),
    { numRuns: cases(100) },
  );
});

test('An answer that echoes a short secret together with its prefix is not kept.', async () => {
  const echo = answered('{"you":"Bearer hunter2"}');
  expect(await resultAfter(echo, optionsOf('hunter2'))).toMatchObject({ failure: { code: 'destination-error' } });
});

test('A failure shows a secret neither as it is nor as a URL writes it.', async () => {
  const spaced = 'a secret/of the+api';
  const response = {
    status: 400,
    headers: {},
    data: Readable.from([Buffer.from(`${spaced} ${encodeURIComponent(spaced)}`)]),
  };
  const told = await resultAfter(() => response, optionsOf(spaced));
  expect(told).toMatchObject({ failure: { message: 'HTTP 400: *** ***' } });
});
