import fc from 'fast-check';
import type { EffectRequest } from '../../../../../src/model/contract/effect-contract';
import { requestUrl } from '../../../../../src/activities/destinations/request/http-request';
import { cases } from '../../../../support/width';

const BASE = 'https://api.example.test/v1/';

test.each([
  [{}, 'https://api.example.test/v1'],
  [{ path: '/accounts/7' }, 'https://api.example.test/v1/accounts/7'],
  [{ path: '/a?x=1', query: { y: 'ä&b' } }, 'https://api.example.test/v1/a?x=1&y=%C3%A4%26b'],
  [{ path: '/a?dir=C:\\x?y' }, 'https://api.example.test/v1/a?dir=C:\\x?y'],
  [{ path: '/a??x' }, 'https://api.example.test/v1/a??x'],
  [{ path: '?\\' }, 'https://api.example.test/v1?\\'],
  [{ path: '/a%2Fb' }, 'https://api.example.test/v1/a%2Fb'],
])('The address of request %j is %s.', (request, url) => {
  expect(requestUrl(BASE, request).href).toBe(url);
});

test.each([
  'accounts',
  '//evil.test/',
  '/../admin',
  '/a/..',
  '/a/%2e%2E/b',
  '/a/./b',
  '\\\\evil',
  '/a\\..\\b',
  '/a#b',
  '/a?b#c',
  'https://evil.test',
])('A request never leaves its destination: the path %s is refused.', (path) => {
  expect(() => requestUrl(BASE, { path })).toThrow('expected a path');
});

test.each([
  [{ q: null }, 'as the parameter "q", got null'],
  [{ q: {} }, 'as the parameter "q", got an object'],
  [{ q: [1, 2] }, 'as the parameter "q", got a list'],
  [{ q: NaN }, 'as the parameter "q", got NaN'],
  [{ q: 1n }, 'as the parameter "q", got bigint'],
  [{ a: 1, 'q r': null }, 'as the parameter "q r", got null'],
  [[['q', '1']], 'expected a query as an object, got a list'],
  [null, 'expected a query as an object, got null'],
  ['q=1', 'expected a query as an object, got string'],
])('The query %p of a request is refused in words, because many would get one text: %s.', (query, words) => {
  expect(() => requestUrl(BASE, { query } as unknown as EffectRequest)).toThrow(words);
});

test('A query has text, numbers, true and false as they are, and nothing for what is undefined.', () => {
  const query = { text: '', zero: 0, minus: -1.5, yes: true, no: false, not: undefined };
  expect(requestUrl(BASE, { query } as unknown as EffectRequest).search).toBe(
    '?text=&zero=0&minus=-1.5&yes=true&no=false',
  );
});

test('The query of a path is left as it is written when a poll adds parameters to it.', () => {
  const path = "/orders?$filter=name%20eq%20'a+b'&flag";
  const [first, next] = [{}, { cursor: 'c 1&2' }].map((query) => requestUrl(BASE, { path, query }, true).search);
  expect(next).toBe(`${first}&cursor=c%201%262`);
  // What effects send never changes.
  expect(requestUrl(BASE, { path, query: { a: 1 } }).search).toBe('?%24filter=name+eq+%27a+b%27&flag=&a=1');
  fc.assert(
    fc.property(
      fc.webQueryParameters(),
      fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
      (own, query) => {
        const [alone, both] = [{}, query].map((one) => requestUrl(BASE, { path: `/a?${own}`, query: one }, true));
        expect(both?.search.startsWith(alone?.search ?? '-')).toBe(true);
        const added = Array.from(both?.searchParams ?? []).slice(Array.from(alone?.searchParams ?? []).length);
        expect(added).toEqual(Object.entries(query));
      },
    ),
    { numRuns: cases(100) },
  );
});
