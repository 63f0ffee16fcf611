// The byte path: whatever JSON text a record holds, the same bytes leave, and a field is its own piece of them.
import fc from 'fast-check';
import { deliverEffect } from '../../../src/activities/effects/deliver-effect';
import type { ResolvedDeliver, ResolvedPublish } from '../../../src/config/route/resolved-route';
import type { WireRecord, WireValue } from '../../../src/model/contract/record';
import { publishMapping } from '../../../src/outbox/publish-mapping';
import { valueEncoders } from '../../../src/outbox/value-encoders';
import { valueBytes, valueDecoder } from '../../../src/records/value-decoders';
import { jsonText, space } from '../model/json/json-texts';

const json = valueDecoder({ value: 'json', numbers: 'plain' });
const stream = { id: 's', topic: 'in' };
const deliver = { to: 'api', method: 'POST', path: '/', headers: {} } as ResolvedDeliver;
const publish: ResolvedPublish = { to: 'out', key: undefined, value: undefined, headers: {}, copyHeaders: true };

const produced = fc
  .tuple(fc.constantFrom('', '', '\uFEFF'), space, jsonText, space)
  .map((parts) => Buffer.from(parts.join('')));

/** What a history makes of it. */
const stored = (value: WireValue): WireValue => JSON.parse(JSON.stringify(value)) as WireValue;
const recordOf = (value: WireValue): WireRecord => ({
  partition: 0,
  leaderEpoch: 0,
  offset: '1',
  key: 'k',
  timestamp: 0,
  value,
});
const sent = (value: WireValue): Buffer => {
  const { data } = deliverEffect(deliver, stream, recordOf(value)).request;
  return Buffer.isBuffer(data) ? data : Buffer.from(data as string);
};

test('A body, a published value and a kept value are the bytes that were produced, whatever JSON text they are.', () => {
  fc.assert(
    fc.property(produced, (bytes) => {
      const value = stored(json.decode(bytes));
      expect(value).toHaveProperty('json');
      expect(sent(value).equals(bytes)).toBe(true);
      const { value: published } = publishMapping(publish, stream, recordOf(value));
      expect(valueEncoders.json.encode(published)?.equals(bytes)).toBe(true);
      expect(valueBytes(value)?.equals(bytes)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('A body and a published value are the bytes that were produced, whatever text or bytes they are.', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string({ unit: 'grapheme' }), (raw, text) => {
      for (const [format, bytes] of [
        ['bytes', Buffer.from(raw)],
        ['string', Buffer.from(text)],
      ] as const) {
        const value = stored(valueDecoder({ value: format, numbers: 'plain' }).decode(bytes));
        expect(sent(value).equals(bytes)).toBe(true);
        const { value: published } = publishMapping(publish, stream, recordOf(value));
        expect(valueEncoders[format].encode(published)?.equals(bytes)).toBe(true);
      }
    }),
  );
});

test('JSON that JavaScript would write alike carries no second text.', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      const text = JSON.stringify(data);
      expect(json.decode(Buffer.from(text))).toEqual({ json: JSON.parse(text) as unknown });
    }),
  );
});

test('A value that an older version stored is sent as it was.', () => {
  expect(sent({ json: { id: 9007199254740992, a: 'é' } }).toString()).toBe('{"id":9007199254740992,"a":"é"}');
});

test('A field in a path, a key or a value is its own piece of the text, and the last of one name.', () => {
  fc.assert(
    fc.property(jsonText, jsonText, space, (first, last, gap) => {
      const text = `{"b" : 1.0,"id":${first},${gap}"id"${gap}:${gap}${last}${gap}}`;
      const record = recordOf(stored(json.decode(Buffer.from(text))));
      const { value } = publishMapping({ ...publish, value: 'value.id' }, stream, record);
      expect(valueEncoders.json.encode(value)?.toString()).toBe(last);
      const parsed: unknown = JSON.parse(last);
      const plain = typeof parsed === 'string' ? parsed : /^[[{n]/.test(last) ? undefined : last;
      const key = (): unknown => publishMapping({ ...publish, key: '{value.id}' }, stream, record).key;
      const path = (): unknown => deliverEffect({ ...deliver, path: '/{value.id}' }, stream, record).request.path;
      if (plain === undefined || /\p{Cs}/u.test(plain)) {
        expect(key).toThrow('{value.id}');
        expect(path).toThrow('{value.id}');
      } else {
        expect(key()).toBe(plain);
        if (!['', '.', '..'].includes(plain)) expect(path()).toBe(`/${encodeURIComponent(plain)}`);
      }
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['/{value.id}/{value.d}/{value.x}', '/9007199254740993/1.10/1e400'],
  ['/{value.list.0.n}/{value.list.length}', '/1.0/2'],
  ['/{value.deep.name}', '/%C3%A9'],
])('The path %s takes the digits and letters of the value as produced.', (path, filled) => {
  const text =
    '{"id":9007199254740993,"x":1e400,"d":1.10, "list":[{"n":1.0},2],"deep":{"name":"\\u00e9"},"__proto__":{"y":1}}';
  const record = recordOf(json.decode(Buffer.from(text)));
  expect(deliverEffect({ ...deliver, path }, stream, record).request.path).toBe(filled);
  expect(() => deliverEffect({ ...deliver, path: '/{value.y}' }, stream, record)).toThrow('{value.y}');
});

test('Ids that JavaScript would round to one number are two keys.', () => {
  const [one, other] = ['9007199254740992', '9007199254740993'].map((id) => {
    const record = recordOf(json.decode(Buffer.from(`{"id": ${id}}`)));
    return publishMapping({ ...publish, key: '{value.id}' }, stream, record).key;
  });
  expect([one, other]).toEqual(['9007199254740992', '9007199254740993']);
});
