import { receivedAnswer } from '../../../../src/activities/destinations/received-answer';

const received = (type: string | undefined, bytes: Buffer, polled = false): unknown => {
  const headers = type === undefined ? {} : { 'content-type': type };
  const result = receivedAnswer({ status: 200, headers }, { bytes, cut: false }, { polled, loss: 'byte' });
  if (result === 'not-begun' || 'wait' in result) throw new Error('A received answer has been received.');
  return 'failure' in result ? result.failure.message : result.response?.data;
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

test.each(['application/octet-stream', 'image/png', 'image/png; charset=utf-8'])(
  'An answer of the type %s to a call may be no text, and its call is done all the same.',
  (type) => {
    expect(received(type, Buffer.from([0x89, 0x50]))).toBe('\uFFFDP');
  },
);

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
