import { requestUrl } from '../../../../src/activities/destinations/http-request';

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
