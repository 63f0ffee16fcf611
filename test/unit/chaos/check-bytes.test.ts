import { checkBytes } from '../../../chaos/check-bytes';
import { digestOf, payloadOf } from '../../../chaos/payload';

const records = [0, 1].map((offset) => ({
  id: `lanes/0/${offset}@7`,
  route: 'lanes',
  partition: 0,
  generation: 0,
  key: 'a',
  body: `body-of-${offset}`,
  producedAt: 7,
}));

const call = (offset: number, more: object = {}) => ({
  id: `lanes/0/${offset}@7`,
  route: 'lanes',
  key: 'a',
  idempotencyKey: `key-of-${offset}`,
  body: `body-of-${offset}`,
  request: `request-of-${offset}`,
  startedAt: 8,
  endedAt: 9,
  effective: true,
  ...more,
});

const kindsOf = (...calls: ReturnType<typeof call>[]) => checkBytes({ records, calls }).map(({ kind }) => kind);

test('The checker finds nothing where each call, and each repeat, has the bytes that were produced.', () => {
  expect(kindsOf(call(0), call(0), call(1))).toEqual([]);
});

test('The checker sees bytes that are not those that were produced, also in a call that was refused.', () => {
  for (const effective of [true, false]) {
    expect(kindsOf(call(0), call(1, { body: 'other', effective }))).toEqual(['changed-bytes']);
  }
});

test('I12: The checker sees another request under the same idempotency key, though the body is the same.', () => {
  expect(kindsOf(call(0), call(1), call(1, { request: 'other' }))).toEqual(['other-request']);
});

test('A payload of the chaos run on a route without code is JSON that no parser gives back as it was.', () => {
  const text = payloadOf('lanes', 'key-1', 7);
  const parsed = JSON.parse(text) as object;
  expect(parsed).toMatchObject({ key: 'key-1', at: 7, id: 9007199254740992 });
  expect(digestOf(JSON.stringify(parsed))).not.toBe(digestOf(text));
  expect(digestOf(Buffer.from(text))).toBe(digestOf(Buffer.from(text)));
});
