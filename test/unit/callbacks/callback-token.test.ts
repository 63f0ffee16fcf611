import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import {
  MAX_TOKEN_CHARACTERS,
  signCallback,
  verifyCallback,
  type CallbackClaims,
} from '../../../src/callbacks/callback-token';

const SECRETS = ['the first secret of at least 32 characters', 'the second secret of at least 32 characters'];
const CLAIMS: CallbackClaims = {
  workflowId: 'bank/payments/acc-07',
  chain: 'acc-07',
  record: 'QWxhZGRpbjpvcGVuIHNlc2FtZQ.3.0.1723.0',
  step: 'paid',
  round: 1,
  expiresAt: 1_800_000_000_000,
};
const text = fc.string({ maxLength: 60, unit: 'grapheme' });
const claims: fc.Arbitrary<CallbackClaims> = fc.record({
  workflowId: text.map((chain) => `bank/payments/${chain}`),
  chain: text.filter((chain) => chain !== ''),
  record: text,
  step: text,
  round: fc.nat(),
  expiresAt: fc.nat().map((seconds) => seconds * 1_000),
});

test('The token of a callback says what was signed.', () => {
  fc.assert(
    fc.property(claims, (given) => {
      expect(verifyCallback(signCallback(given, SECRETS), SECRETS)).toEqual(given);
    }),
  );
});

test('The token of a callback is short where the workflow is the chain’s own, since some APIs take short URLs only.', () => {
  expect(signCallback(CLAIMS, SECRETS).length).toBeLessThan(200);
});

test('The token of a callback fits its bound with the longest ids there are.', () => {
  const long = 'x'.repeat(170);
  const longest = { ...CLAIMS, workflowId: `${'g'.repeat(40)}/${'r'.repeat(40)}/${long}`, chain: `${long}y` };
  const token = signCallback({ ...longest, record: 'r'.repeat(150), step: 's'.repeat(64) }, SECRETS);
  expect(token.length).toBeLessThan(MAX_TOKEN_CHARACTERS);
});

test('The token of a callback is of characters that stand in a path and in a query as they are.', () => {
  fc.assert(
    fc.property(claims, (given) => {
      const token = signCallback(given, SECRETS);
      expect(encodeURIComponent(token)).toBe(token);
    }),
  );
});

test('The token of a callback is recognised by any of the secrets, and by no other.', () => {
  const old = signCallback(CLAIMS, ['the second secret of at least 32 characters']);
  expect(verifyCallback(old, SECRETS)).toEqual(CLAIMS);
  expect(verifyCallback(old, SECRETS.slice(0, 1))).toBeUndefined();
  expect(verifyCallback(old, [])).toBeUndefined();
});

test('The token of a callback is refused when one character of it is another.', () => {
  const token = signCallback(CLAIMS, SECRETS);
  fc.assert(
    fc.property(
      fc.nat(token.length - 1),
      fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '.', '=', '/', '%'),
      (at, char) => {
        fc.pre(token[at] !== char);
        expect(verifyCallback(token.slice(0, at) + char + token.slice(at + 1), SECRETS)).toBeUndefined();
      },
    ),
    { numRuns: 500 },
  );
});

test('The token of a callback is refused when it is cut, grown or made of anything else.', () => {
  const token = signCallback(CLAIMS, SECRETS);
  for (let length = 0; length < token.length; length += 1) {
    expect(verifyCallback(token.slice(0, length), SECRETS)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 3_000 }), fc.base64String()), (garbage) => {
      expect(verifyCallback(garbage, SECRETS)).toBeUndefined();
      expect(verifyCallback(token + garbage, SECRETS)).toEqual(garbage === '' ? CLAIMS : undefined);
    }),
  );
});

test('The token of a callback is refused when somebody else who has the secret signs what is no claim.', () => {
  for (const claim of [null, [], [1, 2, 3, 4, 5, 6], ['a', 'b', 'c', 'd', 1.5, 2], { length: 6 }]) {
    expect(verifyCallback(signRaw(JSON.stringify(claim)), SECRETS)).toBeUndefined();
  }
  expect(verifyCallback(signRaw('{'), SECRETS)).toBeUndefined();
});

/** A signature over any text, as another program with the secret could make it. */
const signRaw = (content: string): string => {
  const body = Buffer.from(content).toString('base64url');
  const mac = createHmac('sha256', SECRETS[0] ?? '')
    .update('sluice callback c1\n')
    .update(body)
    .digest('base64url');
  return `c1.${body}.${mac}`;
};
