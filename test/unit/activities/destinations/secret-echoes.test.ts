// APIs echo what they are sent. What an API was authenticated with must not come back into a failure, which stands in
// history, in the UI and in logs, wherever the text is cut. An answer is data: it is passed on as it is, or not at all.
import { Readable } from 'node:stream';
import axios from 'axios';
import fc from 'fast-check';
import type { CallResult } from '../../../../src/activities/destinations/destination';
import { HttpDestination } from '../../../../src/activities/destinations/http-destination';
import type { DestinationDefinition } from '../../../../src/config/destination/destination-definition';
import { destinationSchema } from '../../../../src/config/destination/destination-schema';
import { resolvedDestination } from '../../../../src/config/destination/resolve-destination';
import type { HttpDestination as Options } from '../../../../src/config/destination/resolved-destination';
import { secret } from '../../../../src/config/environment/secret';
import { destinationCall } from './destination-call';

const CANARY = 'canary-4c1f-of-the-ledger-api';
/** Any eight characters of it in a row are a leak. */
const PIECES = Array.from({ length: CANARY.length - 7 }, (_, at) => CANARY.slice(at, at + 8));

const optionsOf = (value: string, given: Partial<DestinationDefinition> = {}, prefix = 'Bearer '): Options =>
  resolvedDestination(
    destinationSchema.parse({
      baseUrl: 'http://api.test',
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
    expect(JSON.stringify(request.mock.calls)).toContain(options.secrets[0]);
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
  );
});

test('A secret that escapes hide in the text of an answer does not stay there when its data is masked.', async () => {
  const random = 'a1b2c3d4e5f6g7h8i9';
  const body = `{"id":9007199254740993,"token":"\\u0061${random.slice(1)}"}`;
  const result = await resultAfter(answered(body), optionsOf(random, { echoedSecrets: 'mask' }));
  expect(result).toMatchObject({ failure: { message: expect.stringContaining('written with escapes') as unknown } });
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

const RANDOM = 'sk_live_51Hx8Qe2T9bK4';

test('An answer that echoes a random secret is kept with asterisks in its place where the user chose that.', async () => {
  const echo = answered(`{"a ${RANDOM}":["Bearer ${RANDOM}!",7]}`);
  const masked = await resultAfter(echo, optionsOf(RANDOM, { echoedSecrets: 'mask' }));
  expect(masked).toMatchObject({ response: { data: { 'a ***': ['Bearer ***!', 7] } } });
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
