import { Readable } from 'node:stream';
import fc from 'fast-check';
import { digestOf, readBody } from '../../../../../src/activities/destinations/answer/response-body';

test('A digest is the beginning of what sha256sum says of the body.', () => {
  expect(digestOf({ bytes: Buffer.from('abc'), cut: false })).toBe('ba7816bf8f01');
});

test('A body that is not there whole has no digest.', () => {
  expect(digestOf({ bytes: Buffer.from('abc'), cut: true })).toBe('');
  expect(digestOf(undefined)).toBe('');
});

test('A body is read up to its limit, in whatever pieces it comes, and what is larger is cut and given up.', async () => {
  const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 5 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(pieces, fc.nat(20), async (chunks, limit) => {
      const whole = Buffer.concat(chunks);
      const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
      const cut = whole.length > limit;
      expect(await readBody(stream, limit)).toEqual({ bytes: whole.subarray(0, limit), cut });
      expect(stream.destroyed).toBe(true);
    }),
  );
});

test('A body that has broken off cannot be read, also if that was before anyone read it.', async () => {
  const broken = (): Readable => new Readable({ read: () => undefined });
  const later = broken();
  const read = readBody(later, 10);
  later.destroy(new Error('broke off'));
  await expect(read).rejects.toThrow('broke off');

  const before = broken().on('error', () => undefined);
  before.destroy(new Error('had broken off'));
  await new Promise((resolve) => before.once('close', resolve));
  await expect(readBody(before, 10)).rejects.toThrow('had broken off');
  await expect(readBody(broken().destroy(), 10)).rejects.toThrow('Premature close');
});
