import { withEffectRecorder, type Reaction } from '../../harness/effect-recorder';
import { answering, json, sourceOf } from './polled-source';

test('A page that has not changed is not sent again.', async () => {
  await withEffectRecorder(async (api) => {
    api.react = ({ headers }) =>
      headers['if-none-match'] === '"1"' ? { status: 304 } : json([{ id: 1 }], { etag: '"1"' });
    const source = sourceOf(api, {});
    const { cursor, records } = await source();
    expect(records).toHaveLength(1);
    expect(await source(cursor)).toEqual({ records: [] });
  });
});

test('A poll has the headers of its destination, and no idempotency key: the answer to an old one is of no use.', async () => {
  await answering(json([]), async (api) => {
    await sourceOf(api, { method: 'POST', data: { q: 1 } }, { headers: { Authorization: 'Bearer a' } })();
    expect(api.calls[0]?.headers).toMatchObject({ authorization: 'Bearer a', 'content-type': 'application/json' });
    expect(api.calls[0]?.headers).not.toHaveProperty('idempotency-key');
    expect(api.calls[0]?.headers).not.toHaveProperty('sluice-token');
  });
});

describe('What is no answer is a failure that says whether the same poll may do better:', () => {
  const failing: readonly (readonly [string, Reaction, object])[] = [
    [
      'too many requests',
      { status: 429, headers: { 'retry-after': '7' } },
      { code: 'overloaded', retryAfterMs: 7_000, terminal: false },
    ],
    ['an error of the API', { status: 503 }, { code: 'http-status', status: 503, terminal: false }],
    ['a refusal', { status: 404 }, { code: 'http-status', status: 404, terminal: true }],
    [
      'a redirect, which is not followed',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      { code: 'http-status', status: 302, terminal: true },
    ],
    ['a connection that breaks', 'hang-up', { code: 'network', terminal: false }],
    ['no answer in time', 'never', { code: 'timeout', terminal: false }],
    ['a body that is too large', json('x'.repeat(3_000)), { code: 'response-too-large', terminal: true }],
    [
      'a body that says JSON and is not',
      { ...(json(1) as object), body: '{' } as Reaction,
      { code: 'destination-error' },
    ],
    [
      'another kind of body',
      { status: 200, body: '<p>', headers: { 'content-type': 'text/html' } },
      { code: 'poll-invalid', terminal: true },
    ],
    ['items that are none', json({ items: 7 }), { code: 'poll-invalid', terminal: true }],
    [
      'a link to another host',
      json([], { link: '<http://127.0.0.2:1/v1/>; rel="next"' }),
      { code: 'poll-invalid', terminal: true },
    ],
  ];

  test.each(failing)(
    'A poll that meets %s fails, and says whether the same poll may do better.',
    async (_name, reaction, failure) => {
      await answering(reaction, async (api) => {
        const items = JSON.stringify(reaction).includes('items') ? { items: 'items' } : {};
        const source = sourceOf(
          api,
          { ...items, paging: { kind: 'link' }, maxResponseBytes: 2_000 },
          { timeout: '300ms' },
        );
        await expect(source()).rejects.toMatchObject(failure);
      });
    },
  );

  test('A poll that gets JSON nested too deeply to be written again fails.', async () => {
    const deep: Reaction = {
      status: 200,
      body: '['.repeat(100_000) + ']'.repeat(100_000),
      headers: { 'content-type': 'application/json' },
    };
    await answering(deep, async (api) => {
      await expect(sourceOf(api, { id: undefined as never })()).rejects.toMatchObject({
        code: 'destination-error',
        terminal: true,
      });
    });
  });

  test('A destination whose breaker is open is not called, and the failure says when to come back.', async () => {
    await answering({ status: 500 }, async (api) => {
      const source = sourceOf(api, {}, { breaker: { minimumCalls: 1, failureRatio: 0.1, openFor: '5s' } });
      await expect(source()).rejects.toMatchObject({ code: 'http-status' });
      const failure = await source().catch((error: unknown) => error as { retryAfterMs?: number });
      expect(failure).toMatchObject({ code: 'breaker-open', terminal: false });
      expect((failure as { retryAfterMs?: number }).retryAfterMs).toBeGreaterThan(0);
      expect(api.calls).toHaveLength(1);
    });
  });

  test('A poll that is stopped ends at once.', async () => {
    await answering('never', async (api) => {
      const stop = new AbortController();
      const poll = sourceOf(api, {})(undefined, stop.signal);
      stop.abort();
      await expect(poll).rejects.toMatchObject({ failure: {} });
    });
  });
});

test('An answer may ask for patience, too.', async () => {
  await answering(json([{ id: 1 }], { 'retry-after': '3' }), async (api) => {
    expect(await sourceOf(api, {})()).toMatchObject({ notBeforeMs: 3_000 });
  });
});

test('A part of a list (206) is told, unless its Content-Range says that it is all.', async () => {
  const part = (range: string): Reaction => ({
    ...(json([{ id: 1 }], { 'content-range': range }) as object),
    status: 206,
  });
  await answering(part('items 0-0/7'), async (api) => {
    await expect(sourceOf(api, {})()).rejects.toThrow('HTTP 206 (Content-Range: items 0-0/7)');
  });
  await answering(part('items 0-0/1'), async (api) => {
    expect((await sourceOf(api, {})()).records).toHaveLength(1);
  });
});

test('An answer is read in the charset that it names, and two ids that differ in it stay two.', async () => {
  const body = Buffer.from('[{"id":"\xe8"},{"id":"\xe7"}]', 'latin1');
  const named = (type: string): Reaction => ({ status: 200, body, headers: { 'content-type': type } });
  await answering(named('application/json; charset=iso-8859-1'), async (api) => {
    expect((await sourceOf(api, {})()).records.map(({ id }) => id)).toEqual(['è', 'ç']);
  });
  await answering(named('application/json'), async (api) => {
    await expect(sourceOf(api, {})()).rejects.toThrow(
      'The call succeeded, but its response is not valid text in utf-8.',
    );
  });
});

test('A byte order mark before an answer is passed over.', async () => {
  await answering({ ...(json(0) as object), body: '\uFEFF[{"id":1}]' } as Reaction, async (api) => {
    expect((await sourceOf(api, {})()).records).toEqual([{ id: '1', value: { id: 1 } }]);
  });
});
