import fc from 'fast-check';
import { copiedHeaders } from '../../../../src/activities/effects/copied-headers';
import { resolvedDeliver } from '../../../../src/config/route/resolve-deliver';
import { routeSchema } from '../../../../src/config/route/route-schema';
import { destinationSchema, type ParsedHttpDestination } from '../../../../src/config/destination/destination-schema';
import type { WireHeader } from '../../../../src/model/contract/record';
import { wireBytes } from '../../../../src/records/value-decoders';

const destination = destinationSchema.parse({
  baseUrl: 'http://api.test',
  headers: { 'X-Tenant': 'acme', 'Content-Type': 'application/json' },
}) as ParsedHttpDestination;

const copied = (
  copyHeaders: readonly string[],
  headers: readonly WireHeader[],
  options: object = {},
): readonly (readonly string[])[] => {
  const { deliver } = routeSchema.parse({ topics: ['t'], deliver: { to: 'api', copyHeaders, ...options } });
  return copiedHeaders(resolvedDeliver(deliver as NonNullable<typeof deliver>, destination).copyHeaders, { headers });
};

test('A deliver route copies the headers that it names, in any case, and those that begin as it says.', () => {
  const headers: readonly WireHeader[] = [
    ['Traceparent', '00-1'],
    ['ce_id', '7'],
    ['CE_Type', 'paid'],
    ['other', 'x'],
    ['ceremony', 'x'],
    ['null', null],
    ['empty', ''],
  ];
  expect(copied(['traceparent', 'ce_*', 'null', 'empty'], headers)).toEqual([
    ['Traceparent', '00-1'],
    ['ce_id', '7'],
    ['CE_Type', 'paid'],
    ['empty', ''],
  ]);
  expect(copied([], headers)).toEqual([]);
});

test('A header that is repeated is copied as one, with its values in order.', () => {
  expect(
    copied(
      ['a'],
      [
        ['A', '1'],
        ['b', '-'],
        ['a', '2'],
      ],
    ),
  ).toEqual([['A', '1, 2']]);
});

test('A record does not replace what its destination sets, except for the type of its own body.', () => {
  const headers: readonly WireHeader[] = [
    ['x_tenant', 'evil'],
    ['X-Tenant', 'evil'],
    ['Idempotency-Key', 'evil'],
    ['sluice-token', '9'],
    ['content-type', 'text/csv'],
  ];
  expect(copied(['*'], headers)).toEqual([['content-type', 'text/csv']]);
});

test("A pattern leaves out what is not a record's to set, and what is Sluice's.", () => {
  const names = [
    'Content-Length',
    'transfer_encoding',
    'Host',
    'proxy-x',
    'Connection',
    'sluice.id',
    'Sluice-Tombstone',
  ];
  expect(
    copied(
      ['*'],
      names.map((name): WireHeader => [name, 'x']),
    ),
  ).toEqual([]);
  expect(copied(['sluice.id'], [['sluice.id', 'x']])).toEqual([['sluice.id', 'x']]);
});

test('A copied value has the bytes that the record has.', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
      const [[, value = ''] = []] = copied(['x'], [['x', wireBytes(Buffer.from(bytes))]]);
      expect([...Buffer.from(value, 'latin1')]).toEqual([...bytes]);
    }),
  );
});

/** All ways to write a name that some receiver takes for it. */
const spellings = (name: string): fc.Arbitrary<string> =>
  fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: name.length, maxLength: name.length }).map((ways) =>
    Array.from(name, (char, index) => {
      const [upper, under] = ways[index] ?? [false, false];
      if (char === '-') return under ? '_' : '-';
      return upper ? char.toUpperCase() : char;
    }).join(''),
  );

const OURS = ['x-tenant', 'x-route', 'x-callback', 'idempotency-key', 'sluice-token', 'sluice-tombstone'];
const ROUTE = { headers: { 'X-Route': 'ours' }, completes: 'callback', callbackHeader: 'X-Callback' };

test('No pattern copies a header that the destination, its route or Sluice sets, however a record spells it.', () => {
  const name = fc.constantFrom(...OURS).chain(spellings);
  fc.assert(
    fc.property(name, fc.constantFrom('*', 'x*', 'X_*', 'x-*', 'i*', 's*'), (spelt, pattern) => {
      expect(copied([pattern, 'traceparent'], [[spelt, 'evil']], ROUTE)).toEqual([]);
    }),
  );
});

test('A pattern copies the type of the body by its own name only.', () => {
  expect(copied(['c*'], [['content_type', 'evil']])).toEqual([]);
  expect(copied(['c*'], [['Content-Type', 'text/csv']])).toEqual([['Content-Type', 'text/csv']]);
});

const STEERING = [
  'Authorization',
  'Cookie',
  'X-Api-Key',
  'X-Session-Token',
  'X-Vault-Token',
  'X-Amz-Security-Token',
  'DPoP',
  'X-Remote-User',
  'Remote-User',
  'X-Auth-Request-User',
  'X-SSL-Client-S-DN',
  'X-Client-Cert',
  'X-Consumer-Username',
  'X-Credential-Identifier',
  'X-MS-Client-Principal',
  'X-Auth-Token',
  'X-HTTP-Method',
  'X-HTTP-Method-Override',
  'X-Method-Override',
  'X-Original-URL',
  'X-Rewrite-URL',
  'X-Forwarded-Host',
  'X-Forwarded-For',
  'Forwarded',
  'X-Real-IP',
  'True-Client-IP',
  'Via',
].map((name) => name.toLowerCase());

test('A pattern leaves out what steers a receiver, which a name in full still copies.', () => {
  const name = fc.constantFrom(...STEERING).chain(spellings);
  fc.assert(
    fc.property(name, (spelt) => {
      expect(copied(['*'], [[spelt, 'evil']])).toEqual([]);
      expect(copied([spelt], [[spelt, 'meant']])).toEqual([[spelt, 'meant']]);
    }),
  );
  expect(copied(['x-*'], [['X-Request-Id', '1']])).toEqual([['X-Request-Id', '1']]);
});
