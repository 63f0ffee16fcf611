import { deliverEffect } from '../../../../src/activities/effects/deliver-effect';
import type { WireRecord } from '../../../../src/model/contract/record';

const stream = { id: 's', topic: 'orders' };
const deliver = {
  to: 'api',
  method: 'POST',
  path: '/o/{key}',
  headers: { 'X-Source': 'kafka' },
  copyHeaders: { names: new Set<string>(), prefixes: [] as readonly string[], never: new Set<string>() },
  tombstone: 'send',
  completes: 'response',
  callbackHeader: 'Sluice-Callback-Url',
  callbackTimeoutMs: 3_600_000,
} as const;
const record = (extra: Partial<WireRecord> = {}): WireRecord => ({
  partition: 2,
  leaderEpoch: 0,
  offset: '17',
  key: 'k/1',
  timestamp: 0,
  value: { json: { id: 'é', nested: { n: 5 } } },
  ...extra,
});

test('The effect of a deliver route posts the value as JSON, with the key encoded into the path.', () => {
  expect(deliverEffect(deliver, stream, record())).toEqual({
    step: 'deliver',
    index: 1,
    destination: 'api',
    request: {
      method: 'POST',
      path: '/o/k%2F1',
      headers: { 'Content-Type': 'application/json', 'X-Source': 'kafka' },
      data: '{"id":"é","nested":{"n":5}}',
    },
  });
});

test('The effect of a deliver route fills in what its path names.', () => {
  const path = '/{topic}/{partition}/{offset}/{value.id}/{value.nested.n}';
  expect(deliverEffect({ ...deliver, path }, stream, record()).request.path).toBe('/orders/2/17/%C3%A9/5');
});

test.each([
  ['a field that is missing', '/{value.missing}', {}],
  ['a field of the prototype', '/{value.constructor.name}', {}],
  ['an object', '/{value.nested}', {}],
  ['a key that is not there', '/{key}', { key: null }],
  ['a key that would climb', '/{key}', { key: '..' }],
  ['a field that would climb', '/o/{value.id}', { value: { json: { id: '../../admin' } } }],
  ['a field that would climb behind others', '/o/{value.id}', { value: { json: { id: 'a/..' } } }],
  ['a field that would climb by a backslash', '/o/{value.id}', { value: { json: { id: 'a\\..\\b' } } }],
  ['a field that would climb by a parameter', '/o/{value.id}', { value: { json: { id: '..;x/admin' } } }],
  [
    'a key of bytes that would climb',
    '/{key}',
    { key: { base64: Buffer.from('\xff/../a', 'latin1').toString('base64') }, rawKey: true as const },
  ],
  ['a field that is missing in its query', '/?q={value.missing}', {}],
])('The effect of a deliver route refuses a path with %s.', (_what, path, extra) => {
  expect(() => deliverEffect({ ...deliver, path }, stream, record(extra))).toThrow('The path');
});

test.each(['', '.', '..', '../admin', 'a b&c=d'])(
  'The query of a path may hold %j, which climbs nowhere there.',
  (id) => {
    const { request } = deliverEffect(
      { ...deliver, path: '/o?q={value.id}&a=1' },
      stream,
      record({ value: { json: { id } } }),
    );
    expect(request.path).toBe(`/o?q=${encodeURIComponent(id)}&a=1`);
  },
);

test.each(['...', '.a', 'a..b', 'a/b', '/', 'a;..', '..a/b'])(
  'The path of a deliver route may hold %j as a field.',
  (id) => {
    const { request } = deliverEffect(
      { ...deliver, path: '/o/{value.id}' },
      stream,
      record({ value: { json: { id } } }),
    );
    expect(request.path).toBe(`/o/${encodeURIComponent(id)}`);
  },
);

test('The effect of a deliver route tells a tombstone apart from every value.', () => {
  const { request } = deliverEffect(deliver, stream, record({ value: { tombstone: true } }));
  expect(request).toMatchObject({ headers: { 'Sluice-Tombstone': 'true' } });
  expect(request.data).toBeUndefined();
  expect(deliverEffect(deliver, stream, record({ value: { json: null } })).request.data).toBe('null');
});

test('A tombstone has headers of its own in the place of those which ask for its value.', () => {
  const tombstone = { method: 'DELETE', path: undefined, headers: { 'X-Id': '{key}' } };
  const gone = { ...deliver, headers: { 'X-Id': '{value.id}' }, tombstone };
  expect(deliverEffect(gone, stream, record({ value: { tombstone: true } })).request.headers).toEqual({
    'X-Id': 'k/1',
    'Sluice-Tombstone': 'true',
  });
  expect(deliverEffect(gone, stream, record({ value: { json: { id: 7 } } })).request.headers).toMatchObject({
    'X-Id': '7',
  });
});

test.each([
  ['that of the path', { method: 'DELETE', path: undefined, headers: undefined }, 'DELETE', '/o/k%2F1'],
  ['one of its own', { method: 'PUT', path: '/gone/{key}', headers: undefined }, 'PUT', '/gone/k%2F1'],
] as const)(
  'A tombstone is called for by the method and path that the route sets for it: %s.',
  (_what, tombstone, method, path) => {
    const gone = deliverEffect({ ...deliver, tombstone }, stream, record({ value: { tombstone: true } }));
    expect(gone.request).toEqual({ method, path, headers: { 'X-Source': 'kafka', 'Sluice-Tombstone': 'true' } });
    expect(deliverEffect({ ...deliver, tombstone }, stream, record()).request).toMatchObject({
      method: 'POST',
      path: '/o/k%2F1',
    });
  },
);

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const traced = record({
  headers: [
    ['traceparent', 'not the last'],
    ['Traceparent', TRACE],
    ['name', 'Łódź'],
    ['raw', { base64: Buffer.from([0xe9, 0x80]).toString('base64') }],
    ['none', null],
    ['empty', ''],
  ],
});

test('The effect of a deliver route fills in headers of the record, in its path and in its own headers, byte for byte.', () => {
  const { request } = deliverEffect(
    {
      ...deliver,
      path: '/{header.traceparent}/{header.raw}/{header.NAME}',
      headers: {
        'X-Trace': 'v={header.traceparent}',
        'X-Raw': '{header.raw}',
        'X-Json': '{"a":"{value.id}"}',
        'X-Empty': '{header.empty}',
      },
    },
    stream,
    traced,
  );
  expect(request.path).toBe(`/${TRACE}/%E9%80/%C5%81%C3%B3d%C5%BA`);
  expect(request.headers).toEqual({
    'Content-Type': 'application/json',
    'X-Trace': `v=${TRACE}`,
    'X-Raw': '\u00e9\u0080',
    'X-Json': '{"a":"é"}',
    'X-Empty': '',
  });
});

test.each(['missing', 'none'])(
  'The effect of a deliver route refuses a record without the header that it needs: %s.',
  (name) => {
    const own = { ...deliver, headers: { 'X-A': `{header.${name}}` } };
    expect(() => deliverEffect(own, stream, traced)).toThrow(`The header "X-A" needs {header.${name}}`);
    expect(() => deliverEffect({ ...deliver, path: `/{header.${name}}` }, stream, traced)).toThrow('The path needs');
  },
);

test('The effect of a deliver route lets the content type of the record win over that of JSON, and its own headers over both.', () => {
  const copyHeaders = { names: new Set(['content-type', 'x-source']), prefixes: [], never: new Set<string>() };
  const typed = record({
    headers: [
      ['content-type', 'application/cloudevents+json'],
      ['x-source', 'the record'],
    ],
  });
  expect(deliverEffect({ ...deliver, copyHeaders }, stream, typed).request.headers).toEqual({
    'content-type': 'application/cloudevents+json',
    'X-Source': 'kafka',
  });
});
