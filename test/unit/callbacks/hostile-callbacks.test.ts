// Callbacks come from anywhere. What is not signed never reaches a workflow; what is refused is refused with a code.
import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { CallbackReceiver } from '../../../src/callbacks/callback-receiver';
import { signCallback } from '../../../src/callbacks/callback-token';
import type { ResolvedCallbacks } from '../../../src/config/gateway/resolved-config';
import { anyText } from '../../support/any-text';

const SECRET = 'canary-the-secret-of-at-least-32-characters';
const options = { secrets: [SECRET], maxBodyBytes: 300 } as unknown as ResolvedCallbacks;
const claims = { workflowId: 'bank/r/k', chain: 'k', record: 'r', step: 's', round: 1, expiresAt: 4_000_000_000_000 };
const good = signCallback(claims, [SECRET]);
const tokens = fc.oneof(
  fc.constant(good),
  fc.constant(signCallback({ ...claims, workflowId: 'other/r/k' }, [SECRET])),
  fc.constant(signCallback({ ...claims, expiresAt: 1_000 }, [SECRET])),
  fc.constant(signCallback(claims, ['another secret of at least 32 characters'])),
  anyText(),
  fc.string().map((text) => good + text),
  fc.nat(good.length - 1).map((length) => good.slice(0, length)),
);
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array)),
  fc.json().map((text) => Buffer.from(text)),
  fc.constantFrom('{"__proto__":{"polluted":1}}', '['.repeat(200), '1e999', '').map((text) => Buffer.from(text)),
);
const types = fc.option(fc.oneof(fc.constantFrom('application/json', 'text/plain'), fc.string()), { nil: undefined });
const queries = fc.oneof(
  fc.constantFrom('', 'outcome=succeeded', 'outcome=failed', 'outcome=failed&outcome=failed'),
  fc.string(),
);

test('Only a callback that this gateway has signed reaches a workflow, whatever else it holds.', async () => {
  await fc.assert(
    fc.asyncProperty(tokens, queries, types, bodies, async (token, query, contentType, body) => {
      const sent: unknown[] = [];
      const logged: unknown[] = [];
      const note = (...what: unknown[]): void => void logged.push(...what);
      const send = (...what: unknown[]): Promise<'accepted'> => {
        sent.push(what);
        return Promise.resolve('accepted');
      };
      const receiver = new CallbackReceiver(
        'bank',
        options,
        { send },
        {
          debug: note,
          info: note,
          warn: note,
          error: note,
        },
      );
      const headers = { 'content-type': contentType };
      const request = Object.assign(Readable.from([body]), { headers }) as unknown as IncomingMessage;
      const answer = await receiver
        .receive(token, new URLSearchParams(query), request)
        .catch((error: unknown) => error);
      if (answer !== 'accepted') {
        const { status, code, message } = answer as { status: number; code: string; message: string };
        expect([typeof code, status >= 400 && status < 600]).toEqual(['string', true]);
        expect(message).not.toContain(SECRET);
      }
      expect(sent).toHaveLength(answer === 'accepted' ? 1 : 0);
      if (token !== good) expect(answer).toMatchObject({ status: 403 });
      // Neither the capability nor the secret stands in a log or in what goes into history.
      expect(JSON.stringify([logged, sent])).not.toContain(SECRET);
      expect(JSON.stringify([logged, sent])).not.toContain(good);
    }),
    { numRuns: 150 },
  );
});
