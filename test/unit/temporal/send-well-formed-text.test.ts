import { temporal } from '@temporalio/proto';
import fc from 'fast-check';
import { sendWellFormedText } from '../../../src/temporal/send-well-formed-text';
import { cases } from '../../support/width';

const { Failure } = temporal.api.failure.v1;
const text = fc
  .string({ unit: 'binary', maxLength: 200 })
  .chain((whole) =>
    fc.record({ whole: fc.constant(whole), half: fc.constantFrom('', '\ud800', '\udc00'), at: fc.nat(whole.length) }),
  );

/** As Temporal's core reads it, which refuses what is no UTF-8. */
const asRead = (message: string): string => {
  const bytes = Failure.encode({ message }).finish();
  const written = bytes.subarray(bytes.length - Buffer.byteLength(message));
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(written);
};

beforeAll(() => {
  sendWellFormedText();
  sendWellFormedText();
});

test('I7: A text of any length with half of a surrogate pair is sent as UTF-8, so that the core of Temporal can read it.', () => {
  fc.assert(
    fc.property(text, ({ whole, half, at }) => {
      const message = whole.slice(0, at) + half + whole.slice(at);
      expect(asRead(message)).toBe(Buffer.from(message).toString());
    }),
    { numRuns: cases(600) },
  );
});
