import fc from 'fast-check';
import { linkPath, nextLink } from '../../../../src/activities/polls/link-header';
import { requestUrl } from '../../../../src/activities/destinations/request/http-request';
import { cases } from '../../../support/width';
import { anyText } from '../../../support/any-text';

test.each([
  ['<https://a.test/?page=2>; rel="next", <https://a.test/?page=9>; rel="last"', 'https://a.test/?page=2'],
  ['<https://a.test/?page=1>; rel="prev" , </b?page=3>;rel=next', '/b?page=3'],
  ['</b>; title="a, b; rel=\\"next\\""; rel="last next"', '/b'],
  ['</b>; REL="NEXT"', '/b'],
  ['</a,b;c>; rel="next"', '/a,b;c'],
  ['<>; rel="next"', ''],
  ['</b>; rel="next";', '/b'],
  ['</b>;; rel=next', '/b'],
  ["</a>; rel='prev', </b>; rel='next'", '/b'],
  ["</b>; title=it's; rel = 'last next' ; a", '/b'],
  ['</b> ; ; rel = "next" ; ;', '/b'],
  ['</a>; rel="prev",, </b>; rel="next"', '/b'],
  [', </b>; rel="next"', '/b'],
  ['</a>,</b>; rel="next"', '/b'],
  // What stands behind the link that was looked for does not matter.
  ['</b>; rel="next", x', '/b'],
])('The next link of the header %s is %s.', (header, target) => {
  expect(nextLink(header)).toBe(target);
});

test.each([
  '',
  ' , ,',
  '</b>; rel="prev"',
  '</b>; rel="prev"; rel="next"',
  '</b>; rel="next"; anchor="/c"',
  '</b>; rel="nextpage"',
  "</b>; rel='nextpage'",
  '</b>;',
])('The Link header %j has no next link.', (header) => {
  expect(nextLink(header)).toBeUndefined();
});

test.each([
  'next',
  'https://a.test; rel="next"',
  '</b; rel="next"',
  'x, </b>; rel="next"',
  '</a>; rel=prev; title="x"y, </b>; rel=next',
  '</a>; rel="prev',
  '</a> </b>; rel="next"',
])('The Link header %j, which cannot be read to its end, is a failure and not the last page.', (header) => {
  expect(() => nextLink(header)).toThrow('Expected a Link header such as');
});

test('The next link is found in any legal list of links: empty elements, empty parameters and white space do not hide it.', () => {
  const space = fc.constantFrom('', ' ', '\t', '  ');
  const value = fc.constantFrom('=x', '="a, b; c"', '="\\"<"', '', ' = "next"');
  const parameter = fc
    .tuple(space, space, fc.option(fc.tuple(fc.constantFrom('title', 'type', 'foo*'), value)))
    .map(([before, after, given]) => `${before};${after}${given === null ? '' : given.join('')}`);
  const parameters = fc.array(parameter, { maxLength: 3 }).map((list) => list.join(''));
  const link = fc
    .tuple(fc.constantFrom('rel=prev', 'REL="last first"', 'rel="nextpage"'), parameters, parameters)
    .map(([rel, before, after]) => `</other>${before}; ${rel}${after}`);
  const next = fc
    .tuple(fc.constantFrom('rel=next', "rel='next'", 'Rel="last next"'), parameters, parameters)
    .map(([rel, before, after]) => `</page,2;>${before};${rel}${after}`);
  const separator = fc
    .tuple(space, fc.constantFrom(',', ',,', ', ,'), space)
    .map(([before, comma, after]) => before + comma + after);
  const list = fc.tuple(fc.array(fc.tuple(link, separator), { maxLength: 3 }), next, separator, link);
  fc.assert(
    fc.property(list, ([before, own, comma, after]) => {
      expect(nextLink(before.flat().join('') + own + comma + after)).toBe('/page,2;');
      expect(nextLink(before.flat().join('') + after)).toBeUndefined();
    }),
    { numRuns: cases(500) },
  );
});

test('A next link is looked for in time that grows with the length of the header, whatever it holds.', () => {
  const startedAt = performance.now();
  for (const part of [' ', ';', '; a', '<', '="', "='", ";a='", '\\"', ', ']) {
    try {
      nextLink(`</b>${part.repeat(16_384)}`);
    } catch (error) {
      expect((error as Error).name).toBe('PollFailure');
    }
  }
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
    anyText().map((text) => `?${text}`),
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
    { numRuns: cases(2_000) },
  );
});
