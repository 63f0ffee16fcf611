import fc from 'fast-check';
import { linkPath, nextLink } from '../../../../src/activities/polls/link-header';
import { requestUrl } from '../../../../src/activities/destinations/http-request';

test.each([
  ['<https://a.test/?page=2>; rel="next", <https://a.test/?page=9>; rel="last"', 'https://a.test/?page=2'],
  ['<https://a.test/?page=1>; rel="prev" , </b?page=3>;rel=next', '/b?page=3'],
  ['</b>; title="a, b; rel=\\"next\\""; rel="last next"', '/b'],
  ['</b>; REL="NEXT"', '/b'],
  ['</a,b;c>; rel="next"', '/a,b;c'],
  ['<>; rel="next"', ''],
])('The next link of the header %s is %s.', (header, target) => {
  expect(nextLink(header)).toBe(target);
});

test.each([
  '',
  'next',
  '</b>; rel="prev"',
  '</b>; rel="prev"; rel="next"',
  '</b>; rel="next"; anchor="/c"',
  '</b>; rel="nextpage"',
  'https://a.test; rel="next"',
  '</b; rel="next"',
  'x, </b>; rel="next"',
])('The Link header %j has no next link.', (header) => {
  expect(nextLink(header)).toBeUndefined();
});

test('A next link is looked for in time that grows with the length of the header, whatever it holds.', () => {
  const startedAt = performance.now();
  for (const part of [' ', ';', '; a', '<', '="', '\\"', ', ']) nextLink(`</b>${part.repeat(16_384)}`);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

const requested = new URL('https://shop.test/v1/orders?page=1');

test.each([
  ['https://shop.test/v1/orders?page=2', '/orders?page=2'],
  ['/v1/orders?page=2', '/orders?page=2'],
  ['?page=2', '/orders?page=2'],
  ['items', '/items'],
  ['https://shop.test/v1?page=2', '?page=2'],
  ['https://user:password@shop.test/v1/a', '/a'],
  ['/v1/a?q=b?c#d', '/a?q=b?c'],
  ['?after=a\\b', '/orders?after=a\\b'],
  ['\\v1\\a', '/a'],
])('The link %s is the path %s below the base URL.', (target, path) => {
  expect(linkPath(target, requested, 'https://shop.test/v1')).toBe(path);
});

test.each([
  ['https://evil.test/v1/orders', 'another origin'],
  ['http://shop.test/v1/orders', 'another origin'],
  ['https://shop.test:8443/v1/orders', 'another origin'],
  ['//evil.test/v1/', 'another origin'],
  ['file:///etc/passwd', 'another origin'],
  ['/v1/../admin', 'out of the base path'],
  ['/v1/%2e%2e/admin', 'out of the base path'],
  ['/v10/orders', 'out of the base path'],
  ['/v1//orders', 'is not a path'],
  ['https://[', 'is not a URL'],
  [`/v1/${'a'.repeat(5_000)}`, 'characters'],
])('The link %s is not followed: %s.', (target, why) => {
  expect(() => linkPath(target, requested, 'https://shop.test/v1')).toThrow(why);
});

const parts = [...Array.from('/\\?#.% \t:@&=aä😀'), '//', '%2e', '%5c', 'v1'];
test('A link that is followed is the request that it names, whatever stands in it.', () => {
  const targets = fc.oneof(
    fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((text) => text.join('')),
    fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((text) => `/v1/${text.join('')}`),
    fc.string({ unit: 'binary' }).map((text) => `?${text}`),
  );
  fc.assert(
    fc.property(targets, (target) => {
      let path: string;
      try {
        path = linkPath(target, requested, 'https://shop.test/v1');
      } catch (error) {
        expect((error as Error).name).toBe('PollFailure');
        return;
      }
      const named = new URL(target, requested);
      const asked = requestUrl('https://shop.test/v1', { path });
      expect(asked.href.split('?', 1)).toEqual(named.href.split(/[?#]/, 1));
      expect([...asked.searchParams]).toEqual([...named.searchParams]);
    }),
    { numRuns: 2_000 },
  );
});
