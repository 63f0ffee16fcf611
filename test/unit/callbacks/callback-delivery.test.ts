import fc from 'fast-check';
import { callbackDelivery, type CallbackContent } from '../../../src/callbacks/callback-delivery';

const CLAIMS = { workflowId: 'g/r/k', chain: 'k', record: 's.0.0.1.0', step: 'paid', round: 1, expiresAt: 1 };
const content = (body: string, extra: Partial<CallbackContent> = {}): CallbackContent => ({
  outcome: 'succeeded',
  body: Buffer.from(body),
  contentType: 'application/json',
  ...extra,
});
const TOKEN = 'c1.token.signature';
const delivery = (body: string, extra?: Partial<CallbackContent>): ReturnType<typeof callbackDelivery> =>
  callbackDelivery(CLAIMS, content(body, extra), TOKEN);

test('A callback is known to its workflow by the wait it is for, and told apart by what it says and not by how it is written.', () => {
  expect(delivery('{"a": 1}')).toEqual(delivery('{"a":1}'));
  expect(delivery('{"a":2}').digest).not.toBe(delivery('{"a":1}').digest);
  expect(delivery('{"a":1}', { outcome: 'failed' }).digest).not.toBe(delivery('{"a":1}').digest);
  const next = callbackDelivery({ ...CLAIMS, round: 2 }, content('{"a":1}'), 'x');
  expect(next.id).not.toBe(delivery('{"a":1}').id);
  // The same wait by a URL that was made later.
  expect(callbackDelivery({ ...CLAIMS, expiresAt: 2 }, content('{}'), 'x').id).toBe(delivery('{}').id);
});

test('What the workflow is told of a callback has no capability in it, also where the API sends it back.', () => {
  const body = JSON.stringify({ url: 'https://gw.test/callbacks/c1.token.signature', 'c1.token.signature': 1 });
  expect(JSON.stringify(delivery(body))).not.toContain('signature');
});

/** JSON whose texts and names may hold the token, with some characters written as escapes. */
const withToken = fc.oneof(
  fc.constant(TOKEN),
  fc.string(),
  fc.constant(`https://gw.test/callbacks/${TOKEN}?outcome=failed`),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    withToken,
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(
      withToken.filter((name) => name !== '__proto__'),
      tie('tree'),
      { maxKeys: 3 },
    ),
  ),
}));
const written = (value: unknown, escaped: boolean): string => {
  const text = JSON.stringify(value);
  return escaped ? text.replaceAll('token', '\\u0074oken') : text;
};

test('The capability of a callback is taken out of any JSON that an API sends back, however it is written there, and nothing else changes.', () => {
  fc.assert(
    fc.property(tree, fc.boolean(), (value, escaped) => {
      const { data } = delivery(written(value, escaped));
      expect(JSON.stringify(data)).not.toContain(TOKEN);
      expect(data).toEqual(JSON.parse(JSON.stringify(value).replaceAll(TOKEN, '***')));
    }),
  );
});

test('The capability of a callback is taken out of text in any charset, and bytes that are no text are refused with it in them.', () => {
  const bytes = (encoding: BufferEncoding): Buffer => Buffer.from(`caf\u00e9 ${TOKEN}`, encoding);
  const text = (body: Buffer, charset: string): unknown =>
    delivery('', { body, contentType: `text/plain; charset=${charset}` }).data;
  expect(text(bytes('utf8'), 'utf-8')).toBe('caf\u00e9 ***');
  expect(text(bytes('latin1'), 'iso-8859-1')).toBe('caf\u00e9 ***');
  expect(text(bytes('utf16le'), 'utf-16le')).toBe('caf\u00e9 ***');
  expect(() => text(bytes('latin1'), 'utf-8')).toThrow();
});

test('What the workflow is told of a callback has the words of a failure, bounded.', () => {
  expect(delivery('{"reason":"no"}', { outcome: 'failed' }).data).toBe('{"reason":"no"}');
  expect(delivery('no', { outcome: 'failed', contentType: 'text/plain' }).data).toBe('no');
  expect(delivery('', { outcome: 'failed' }).data).toBe('');
  const long = delivery('x'.repeat(5_000), { outcome: 'failed', contentType: 'text/plain' });
  expect((long.data as string).length).toBe(1_000);
});

test('What the workflow is told of a callback has its text where JavaScript would lose numbers of it, and two such answers differ.', () => {
  const body = '{"id": 9007199254740993}';
  expect(delivery(body)).toMatchObject({ data: { id: 9007199254740992 }, source: body });
  expect(delivery(body).digest).toBe(delivery('{"id":9007199254740993}').digest);
  expect(delivery(body).digest).not.toBe(delivery('{"id": 9007199254740992}').digest);
  expect(delivery('{"id": 7.0}')).not.toHaveProperty('source');
  expect(delivery(body, { outcome: 'failed' })).toMatchObject({ data: body });
  expect(delivery(body, { outcome: 'failed' })).not.toHaveProperty('source');
  const large = `{"id": 9007199254740993, "pad": "${'x'.repeat(20_000)}"}`;
  expect(delivery(large)).toMatchObject({ data: null, source: large });
});
