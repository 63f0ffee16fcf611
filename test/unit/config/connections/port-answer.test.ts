import { portWords } from '../../../../src/config/connections/port-answer';

const KAFKA = { engine: 'Kafka', setting: 'KAFKA_SSL', usualPort: 9_092 };

test.each([
  ['unknown-name', false, /cannot be resolved/],
  ['nobody', true, /nothing listens/],
  ['tls', false, /expects TLS: set KAFKA_SSL=true/],
  ['no-tls', true, /has no TLS/],
  ['no-tls', false, /does not answer as Kafka does, whose usual port is 9092/],
] as const)('Where %s answers, and TLS is %s, the reason is said in words.', (answer, tls, words) => {
  expect(portWords(answer, { ...KAFKA, tls })).toMatch(words);
});

test('Where TLS meets TLS, the error itself is the reason: a certificate, for example.', () => {
  expect(portWords('tls', { ...KAFKA, tls: true })).toBeUndefined();
});
