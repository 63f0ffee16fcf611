import { deliverEffect } from '../../../../src/activities/effects/deliver-effect';
import type { WireRecord } from '../../../../src/model/record';

const stream = { id: 's', topic: 'orders' };
const deliver = {
  to: 'api',
  method: 'POST',
  path: '/o/{key}',
  headers: { 'X-Source': 'kafka' },
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
])('The effect of a deliver route refuses a path with %s.', (_what, path, extra) => {
  expect(() => deliverEffect({ ...deliver, path }, stream, record(extra))).toThrow('The path');
});

test('The effect of a deliver route tells a tombstone apart from every value.', () => {
  const { request } = deliverEffect(deliver, stream, record({ value: { tombstone: true } }));
  expect(request).toMatchObject({ headers: { 'Sluice-Tombstone': 'true' } });
  expect(request.data).toBeUndefined();
  expect(deliverEffect(deliver, stream, record({ value: { json: null } })).request.data).toBe('null');
});
