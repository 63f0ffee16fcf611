import fc from 'fast-check';
import { redirect } from '../../../../../src/activities/destinations/answer/redirects';

const BASE = 'https://api.test/v1';
const FROM = new URL('https://api.test/v1/hook?token=x');

test.each([
  [308, '/v1/hook/', 'https://api.test/v1/hook/'],
  [307, 'hook/?a=1#f', 'https://api.test/v1/hook/'],
  [308, 'https://API.test:443/v1', 'https://api.test/v1'],
])('A redirect %i to %s below the base URL may be followed.', (status, location, where) => {
  expect(redirect(status, location, FROM, BASE)).toMatchObject({ where, follow: { url: new URL(location, FROM) } });
});

test.each([
  [301, '/v1/hook/', 'https://api.test/v1/hook/', 'keep method and body'],
  [303, '/v1/done', 'https://api.test/v1/done', 'keep method and body'],
  [308, 'http://api.test/v1/hook', 'http://api.test/v1/hook', 'below the base URL'],
  [308, '//evil.test/v1/hook?secret=1', 'https://evil.test/v1/hook', 'below the base URL'],
  [307, '/v2/hook', 'https://api.test/v2/hook', 'below the base URL'],
  [307, '/v1evil', 'https://api.test/v1evil', 'below the base URL'],
  [307, '/v1/../admin', 'https://api.test/admin', 'below the base URL'],
  [307, 'https://user:pass@api.test/v1/x', 'https://api.test/v1/x', 'below the base URL'],
  [308, 'ftp://api.test/v1', 'an address of ftp:', 'below the base URL'],
  [308, 'http://[', 'an address that is no URL', 'no URL'],
])('A redirect %i to %s is not followed, and words say where it leads and why not.', (status, location, where, not) => {
  expect(redirect(status, location, FROM, BASE)).toEqual({
    where,
    follow: { not: expect.stringContaining(not) as string },
  });
});

test('An answer that is no redirect, or names no address, leads nowhere.', () => {
  expect(redirect(200, '/v1', FROM, BASE)).toBeUndefined();
  expect(redirect(308, undefined, FROM, BASE)).toBeUndefined();
});

test('A redirect is followed only to the origin and below the base path, whatever its address is made of.', () => {
  const part = fc.oneof(
    fc.constantFrom('/', '//', '..', '%2e%2e', '\\\\', 'v1', '@', ':', 'evil.test', 'https:', '?', '\t'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const found = redirect(307, parts.join(''), FROM, BASE);
      if (found === undefined || !('url' in found.follow)) return;
      const { origin, pathname, username } = found.follow.url;
      expect([origin, username]).toEqual(['https://api.test', '']);
      expect(pathname).toMatch(/^\/v1(\/|$)/);
    }),
  );
});
