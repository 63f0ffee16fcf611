import { digestOf } from '../../../../src/activities/destinations/response-body';

test('A digest is the beginning of what sha256sum says of the body.', () => {
  expect(digestOf({ bytes: Buffer.from('abc'), cut: false })).toBe('ba7816bf8f01');
});

test('A body that is not there whole has no digest.', () => {
  expect(digestOf({ bytes: Buffer.from('abc'), cut: true })).toBe('');
  expect(digestOf(undefined)).toBe('');
});
