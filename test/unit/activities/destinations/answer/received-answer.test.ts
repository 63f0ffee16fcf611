import fc from 'fast-check';
import type { EffectResponse } from '../../../../../src/model/contract/effect-response';
import { answerFor } from '../../../../../src/workflows/handler/answer-for';
import { receivedAnswer } from '../../../../../src/activities/destinations/answer/received-answer';

const received = (type: string | undefined, bytes: Buffer, polled = false): unknown => {
  const headers = type === undefined ? {} : { 'content-type': type };
  const result = receivedAnswer({ status: 200, headers }, { bytes, cut: false }, { polled, loss: 'byte' });
  if (result === 'not-begun' || 'wait' in result) throw new Error('A received answer has been received.');
  if ('failure' in result) return result.failure.message;
  // As a history has it, and the workflow reads it.
  const response = JSON.parse(JSON.stringify(result.response)) as EffectResponse;
  return answerFor(response, undefined).data;
};

const IDS = Buffer.from('[{"id":"\xe8"},{"id":"\xe7"}]', 'latin1');

test.each([
  'application/octet-stream',
  'application/octet-stream; charset=utf-8',
  'binary/octet-stream',
  'application/x-ndjson',
  'application/pdf',
  undefined,
])('A polled answer of the type %s that is no text fails: two ids would become one.', (type) => {
  expect(received(type, IDS, true)).toContain('is not valid text in utf-8');
});

test('A polled answer of a type of bytes is read in the charset that it names.', () => {
  expect(received('application/octet-stream; charset=iso-8859-1', IDS, true)).toBe('[{"id":"è"},{"id":"ç"}]');
});

const BYTES = Buffer.from([0x89, 0x50, 0x00, 0xff, 0xc3, 0xa9]);

test.each([
  'application/octet-stream',
  'application/octet-stream; charset=utf-8',
  'application/octet-stream; charset=binary',
  'image/png',
  'image/png; charset=utf-8',
  'application/pdf',
  'application/x-protobuf',
  'application/vnd.apache.avro',
  undefined,
])('An answer of the type %s to a call that is no text is bytes for its handler.', (type) => {
  expect(received(type, BYTES)).toEqual(new Uint8Array(BYTES));
});

test.each(['application/octet-stream', 'application/x-thing', undefined])(
  'An answer of the type %s that is text stays text.',
  (type) => {
    expect(received(type, Buffer.from('{"a":"é"}'))).toBe('{"a":"é"}');
  },
);

test('An answer of a type that has no text is bytes, whatever they are, so that its handler need not look.', () => {
  expect(received('image/gif', Buffer.from('GIF'))).toEqual(new Uint8Array(Buffer.from('GIF')));
  expect(received('image/svg+xml', Buffer.from('<svg/>'))).toBe('<svg/>');
});

test('Whatever bytes an API answers with, no handler gets others.', () => {
  const type = fc.constantFrom('application/octet-stream', 'image/png', 'application/x-any', undefined);
  fc.assert(
    fc.property(type, fc.uint8Array({ maxLength: 40 }), (given, bytes) => {
      const data = received(given, Buffer.from(bytes));
      const back = typeof data === 'string' ? new TextEncoder().encode(data) : data;
      const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf && typeof data === 'string' ? 3 : 0;
      expect(back).toEqual(bytes.slice(mark));
    }),
  );
});

test.each([
  'text/plain; format=json',
  'multipart/mixed; boundary=json',
  'application/json-seq',
  'application/stream+json',
])('An answer of the type %s is JSON if it can be read as one text of it, and text otherwise.', (type) => {
  expect(received(type, Buffer.from('{"a":1}'))).toEqual({ a: 1 });
  expect(received(type, Buffer.from('{"a":1}\n{"a":2}'))).toBe('{"a":1}\n{"a":2}');
});

test('An answer that claims to be JSON and is not is not kept.', () => {
  expect(received('application/json', Buffer.from('{"a":1}\n{"a":2}'))).toContain('claims to be JSON and is not');
});
