import { CallbackUrl } from '../../../../src/activities/effects/callback-url';

const URL = 'https://gw.test/in/callbacks/c1.WyJnL3IvayJd.c2lnbmF0dXJlX29mXzQzX2NoYXJhY3RlcnM';
const MARKER = 'https://callback.invalid/0f9a6a1e-9d2c-4b7e-8a53-1c2d3e4f5a6b';
const callback = new CallbackUrl(URL, MARKER);

test('The URL of a callback takes the place of its marker wherever the request has it.', () => {
  const request = {
    method: 'PUT',
    path: `/pay?notify=${encodeURIComponent(MARKER)}`,
    query: { url: MARKER, n: 1 },
    headers: { 'X-Callback': MARKER },
    data: { deep: [{ url: `${MARKER}?outcome=failed` }], other: 'https://callback.invalid/another', count: 3 },
  };
  expect(callback.into(request)).toEqual({
    method: 'PUT',
    path: `/pay?notify=${encodeURIComponent(URL)}`,
    query: { url: URL, n: 1 },
    headers: { 'X-Callback': URL },
    data: { deep: [{ url: `${URL}?outcome=failed` }], other: 'https://callback.invalid/another', count: 3 },
  });
});

test('The URL of a callback is taken out of what comes back, whether it is whole, encoded or cut short.', () => {
  const back = callback.outOf({
    response: { status: 202, headers: { location: URL }, data: { echo: [URL, encodeURIComponent(URL)] } },
    failure: `HTTP 400: cannot reach ${URL.slice(0, 60)}`,
    token: URL.slice(URL.lastIndexOf('/') + 1),
  });
  expect(back.response.headers.location).toBe(MARKER);
  expect(back.response.data.echo).toEqual([MARKER, encodeURIComponent(MARKER)]);
  expect(back.failure).toBe('HTTP 400: cannot reach https://gw.test/in/callbacks/***');
  expect(back.token).toBe('***');
});

test.each([
  ['slashes that are escaped', (url: string) => url.replaceAll('/', '\\/')],
  ['letters that are escaped', (url: string) => url.replaceAll('h', '\\u0068').replaceAll('_', '\\u005F')],
  ['nothing escaped', (url: string) => url],
])('The text of an answer that has the URL with %s says the same as its data afterwards.', (_what, written) => {
  const source = `{"id":9007199254740993, "echo":["${written(URL)}","a\\"b"]}`;
  const { response } = callback.outOf({ response: { data: JSON.parse(source) as { echo: unknown }, source } });
  expect(response.data.echo).toEqual([MARKER, 'a"b']);
  expect(response.source).toBe(`{"id":9007199254740993, "echo":["${MARKER}","a\\"b"]}`);
});

test('A URL with dollar signs is put into a request as it is.', () => {
  const url = `https://gw.test/$$in$&/callbacks/T.s`;
  const odd = new CallbackUrl(url, MARKER);
  expect(odd.into({ path: `/?to=${encodeURIComponent(MARKER)}`, data: MARKER })).toEqual({
    path: `/?to=${encodeURIComponent(url)}`,
    data: url,
  });
  expect(odd.outOf({ data: url })).toEqual({ data: MARKER });
});
