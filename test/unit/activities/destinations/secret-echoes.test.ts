// APIs echo what they are sent. What an API was authenticated with must not come back into a failure, which stands in
// history, in the UI and in logs; wherever the text is cut.
import { Readable } from 'node:stream';
import axios from 'axios';
import fc from 'fast-check';
import { HttpDestination } from '../../../../src/activities/destinations/http-destination';
import { destinationSchema } from '../../../../src/config/destination/destination-schema';
import { resolvedDestination } from '../../../../src/config/destination/resolve-destination';
import type { HttpDestination as Options } from '../../../../src/config/gateway/resolved';
import { secret } from '../../../../src/config/destination/secret';
import { destinationCall } from './destination-call';

const CANARY = 'canary-4c1f-of-the-ledger-api';
/** Any eight characters of it in a row are a leak. */
const PIECES = Array.from({ length: CANARY.length - 7 }, (_, at) => CANARY.slice(at, at + 8));

const options = resolvedDestination(
  destinationSchema.parse({
    baseUrl: 'http://api.test',
    headers: { Authorization: secret('TOKEN', { prefix: 'Bearer ' }) },
  }),
  { TOKEN: CANARY },
  { read: () => '', isFile: () => false },
) as Options;

const toldAfter = async (answer: () => unknown, wanted = false): Promise<string> => {
  const request = jest.fn(() => Promise.resolve().then(answer));
  const create = jest.spyOn(axios, 'create').mockReturnValue({ request } as never);
  try {
    const result = await new HttpDestination(options).call(destinationCall({ answer: wanted }));
    // The secret was sent: otherwise there is nothing to leak.
    expect(JSON.stringify(request.mock.calls)).toContain(CANARY);
    return JSON.stringify(result);
  } finally {
    create.mockRestore();
  }
};

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
  {
    what: 'JSON',
    type: 'application/json',
    body: (echo: string) => JSON.stringify({ [`a ${echo}`]: [1, { b: `${echo}!` }] }),
  },
  // As servers do that write nothing but ASCII.
  {
    what: 'JSON that escapes it',
    type: 'application/json',
    body: (echo: string) => `{"a":"${echo.replaceAll('-', '\\u002d')}"}`,
  },
  { what: 'text', type: 'text/plain', body: (echo: string) => `you sent ${echo}` },
])('An answer of $what that a handler asked for is passed on without the secret.', async ({ type, body }) => {
  const data = (): Readable => Readable.from([Buffer.from(body(`Bearer ${CANARY}`))]);
  const told = await toldAfter(() => ({ status: 200, headers: { 'content-type': type }, data: data() }), true);
  expect(told).toContain('Bearer ***');
  expect(PIECES.filter((piece) => told.includes(piece))).toEqual([]);
});
