import { keyForm, requestDigest } from '../../../../../src/activities/destinations/request/request-digest';

const REQUEST = { method: 'POST', path: '/a/1?b=2', headers: { 'X-A': '1' }, data: '{"a":1}' };

test('Two workers that reach an API at different addresses know its request as the same.', () => {
  const digest = requestDigest('http://127.0.0.1:1', REQUEST);
  expect(digest).toBeDefined();
  expect(requestDigest('http://127.0.0.1:2', REQUEST)).toBe(digest);
});

test.each([{ method: 'PUT' }, { path: '/a/2?b=2' }, { path: '/a/1?b=3' }, { headers: { 'X-A': '2' } }, { data: '{}' }])(
  'A request that differs in its method, path, query, headers or body is another one: %j.',
  (change) => {
    expect(requestDigest('http://127.0.0.1:1', { ...REQUEST, ...change })).not.toBe(
      requestDigest('http://127.0.0.1:1', REQUEST),
    );
  },
);

test('A key in another form or under another header is a new key, and names of headers have no case.', () => {
  const form = keyForm({ idempotencyHeader: 'Idempotency-Key', idempotencyKeyFormat: 'plain' });
  expect(keyForm({ idempotencyHeader: 'idempotency-key', idempotencyKeyFormat: 'plain' })).toBe(form);
  expect(keyForm({ idempotencyHeader: 'Idempotency-Key', idempotencyKeyFormat: 'uuid' })).not.toBe(form);
  expect(keyForm({ idempotencyHeader: 'X-Request-Id', idempotencyKeyFormat: 'plain' })).not.toBe(form);
});
