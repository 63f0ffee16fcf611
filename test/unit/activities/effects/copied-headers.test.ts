import fc from 'fast-check';
import type { WireHeader } from '../../../../src/model/contract/record';
import { wireBytes } from '../../../../src/records/value-decoders';
import { copied } from './copied';

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
  ...['CF-Connecting-IP', 'Fastly-Client-IP', 'X-Cluster-Client-IP', 'Fly-Client-IP', 'X-Azure-ClientIP'],
  ...['X-Originating-IP', 'X-ARR-ClientCert', 'X-Caller', 'X-Client-Id', 'X-Admin', 'Stripe-Account'],
  'Content-Encoding',
].map((name) => name.toLowerCase());

/** Names in the field by which receivers, or proxies before them, know a caller, beside those of the list above. */
const IDENTITIES = [
  ...['X-User-Id', 'X-Userinfo', 'X-Username', 'X-User-Roles', 'X-Tenant-Id', 'X-Scope-OrgID', 'X-Email', 'X-Groups'],
  ...['X-Auth-User', 'X-Auth-Email', 'X-Auth-Key', 'X-Authentik-Username', 'X-Authenticated-Userid', 'X-Vouch-User'],
  ...['X-Forwarded-User', 'X-Forwarded-Email', 'X-Forwarded-Access-Token', 'X-Forwarded-Preferred-Username'],
  ...['X-Forwarded-Client-Cert', 'X-Client-DN', 'SSL_CLIENT_S_DN', 'SSL-Client-Verify', 'Client-Cert-Chain'],
  ...[
    'X-Goog-IAP-JWT-Assertion',
    'Cf-Access-Jwt-Assertion',
    'Cf-Access-Authenticated-User-Email',
    'X-Pomerium-Jwt-Assertion',
  ],
  ...[
    'X-Amzn-Oidc-Data',
    'X-Amzn-Oidc-Accesstoken',
    'X-Amzn-Oidc-Identity',
    'X-Endpoint-API-UserInfo',
    'X-Jwt-Payload',
  ],
  ...['X-Ms-Token-Aad-Access-Token', 'X-MS-Client-Principal-Name', 'X-Ms-Client-Roles', 'Ocp-Apim-Subscription-Key'],
  ...[
    'Impersonate-User',
    'Impersonate-Extra-Scopes',
    'X-Impersonate-Group',
    'Sudo',
    'X-Act-As',
    'On-Behalf-Of',
    'X-On-Behalf-Of',
  ],
  ...[
    'es-security-runas-user',
    'Private-Token',
    'Job-Token',
    'X-Shopify-Access-Token',
    'X-Gitlab-Token',
    'X-Functions-Key',
  ],
  ...[
    'X-Hasura-Admin-Secret',
    'X-Hasura-Role',
    'X-Hasura-User-Id',
    'Tailscale-User-Login',
    'Remote-Groups',
    'X-Session-Id',
  ],
  ...[
    'X-Subject-Token',
    'X-Service-Token',
    'Client-Secret',
    'X-Password',
    'X-Refresh-Token',
    'Authentication',
    'X-Saml-Subject',
  ],
].map((name) => name.toLowerCase());

test('A pattern leaves out what may name a caller, in words of no list.', () => {
  const name = fc.constantFrom(...IDENTITIES).chain(spellings);
  fc.assert(
    fc.property(name, (spelt) => {
      expect(copied(['*', `${spelt.slice(0, 2)}*`], [[spelt, 'evil']])).toEqual([]);
      expect(copied([spelt], [[spelt, 'meant']])).toEqual([[spelt, 'meant']]);
    }),
    { numRuns: 300 },
  );
});

test('A pattern copies what says something about the record, though it may look like the name of a caller.', () => {
  const names = [
    ...['ce_subject', 'ce-source', 'ce_partitionkey', 'ce_authid', 'traceparent', 'baggage', 'b3', 'X-B3-TraceId'],
    ...['X-Request-Id', 'X-Correlation-Id', 'user-id', 'group', 'message-key', 'X-Amzn-Trace-Id', 'schema.version'],
    ...['X-Keyboard', 'X-Authority-Less', 'X-Tokenizer', 'X-Datadog-Trace-Id', 'X-Event-Type', 'X-Client-Version'],
  ];
  for (const name of names) expect(copied(['*'], [[name, 'x']])).toEqual([[name, 'x']]);
});

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
