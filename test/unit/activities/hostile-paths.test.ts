// What a record may make of the address of a request, and of its headers: whatever it says, the request goes to its
// destination, below the base path, and to one resource there.
import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { deliverEffect } from '../../../src/activities/effects/deliver-effect';
import { filledPath } from '../../../src/activities/polls/fill-template';
import { linkPath } from '../../../src/activities/polls/link-header';
import { requestBody, requestUrl } from '../../../src/activities/destinations/request/http-request';
import type { ResolvedDeliver } from '../../../src/config/route/resolved-route';
import { anyText } from '../../support/any-text';

const BASES = ['https://api.test', 'https://api.test/', 'https://api.test:8443/v1', 'http://[::1]/v1/x/'];

const part = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '/',
    '//',
    '\\',
    '%2e',
    '%2E',
    '%2f',
    '%5c',
    '@',
    ':',
    '#',
    '?',
    '&',
    ';',
    ' ',
    '\t',
    '\n',
    '\r',
  ),
  fc.constantFrom(
    'evil.test',
    'user:pass@evil.test',
    'http:',
    'javascript:',
    '\u0000',
    '\u3002',
    '\uff0f',
    '\u2024',
    '%',
    '%00',
  ),
  fc.string({ maxLength: 5 }),
  anyText({ maxLength: 5 }),
);
const hostile = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));

const below = (base: string, url: URL): boolean => {
  const { origin, pathname } = new URL(base);
  const root = pathname.replace(/\/+$/, '');
  const { username, password } = url;
  const inside = url.pathname === root || url.pathname.startsWith(`${root}/`) || (root === '' && url.pathname === '/');
  return url.origin === origin && inside && username === '' && password === '';
};

/** What a server makes of a path that decodes it first, drops parameters, and resolves dot segments then. */
const resolved = (pathname: string): string =>
  decodeURIComponent(pathname)
    .split(/[/\\]/)
    .map((segment) => segment.replace(/;[^]*$/, ''))
    .reduce<readonly string[]>((path, segment) => {
      if (segment === '..') return path.slice(0, -1);
      return segment === '.' ? path : [...path, segment];
    }, [])
    .join('/');

const attempt = <T>(body: () => T): T | undefined => {
  try {
    return body();
  } catch (error) {
    // A record that makes no path is refused in words, on one line.
    expect((error as Error).message).toMatch(/^[^\n\r]+$/);
    return undefined;
  }
};

test('A request stays at its destination, below the base path, whatever its path is made of.', () => {
  fc.assert(
    fc.property(fc.constantFrom(...BASES), hostile, (base, text) => {
      for (const path of [text, `/${text}`, `/accounts/${text}`, `/accounts/${text}/close`, `?q=${text}`]) {
        const url = attempt(() => requestUrl(base, { path }));
        if (url !== undefined && !below(base, url)) throw new Error(`${path} -> ${url.href}`);
      }
    }),
    { numRuns: 200 },
  );
});

test('A path loses no segment before or after what a record puts into it.', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      fc.pre(!text.includes('?'));
      const url = attempt(() => requestUrl('https://api.test/v1', { path: `/accounts/${text}/close` }));
      if (url !== undefined) expect(url.pathname).toMatch(/^\/v1\/accounts\/[^]*\/close$/);
      const last = attempt(() => requestUrl('https://api.test/v1', { path: `/accounts/x${text}` }));
      if (last !== undefined) expect(last.pathname).toMatch(/^\/v1\/accounts\/x/);
    }),
    { numRuns: 200 },
  );
});

test.each(['/.\t./admin', '/a/.\n.', '/a/..\u0000', '/a/\u007f', '/a\rb'])(
  'A path with control characters is refused: %j.',
  (path) => {
    expect(() => requestUrl('https://api.test/v1', { path })).toThrow('control characters');
  },
);

test('A space at the end of a path is part of it, and no dot segment hides before one.', () => {
  expect(requestUrl('https://api.test/v1', { path: '/accounts/7 ' }).href).toBe('https://api.test/v1/accounts/7%20');
  expect(requestUrl('https://api.test/v1', { path: '/accounts/.. ' }).pathname).toBe('/v1/accounts/..%20');
});

test('A question mark within the query is part of the query.', () => {
  expect(requestUrl('https://api.test', { path: '/find?q=what?&n=1' }).search).toBe('?q=what?&n=1');
});

const deliver: ResolvedDeliver = {
  to: 'api',
  method: 'POST',
  path: '/a/{key}/b/{value.id}/c',
  headers: { 'X-Source': 'kafka' },
  copyHeaders: { names: new Set(), prefixes: [], never: new Set() },
  tombstone: 'send',
  completes: 'response',
  callbackHeader: 'Sluice-Callback-Url',
  callbackTimeoutMs: 1_000,
};

test('A template keeps its segments, and its headers are those of the configuration, whatever a record holds.', () => {
  fc.assert(
    fc.property(hostile, fc.oneof(hostile, fc.boolean(), fc.double({ noNaN: true })), (key, id) => {
      const value = { json: { id } };
      const record = { partition: 0, leaderEpoch: 0, offset: '1', timestamp: 0, key, value };
      const { request } = attempt(() => deliverEffect(deliver, { id: 's', topic: 't' }, record)) ?? {};
      if (request === undefined) return;
      const url = requestUrl('https://api.test/v1', request);
      const [, v1, a, first = '', b, second = '', c, ...more] = url.pathname.split('/');
      expect([v1, a, b, c, more, url.search]).toEqual(['v1', 'a', 'b', 'c', [], '']);
      expect([decodeURIComponent(first), decodeURIComponent(second)]).toEqual([key, String(id)]);
      expect(resolved(url.pathname)).toMatch(/^\/v1\/a\/[^]*\/b\/[^]*\/c$/);
      expect(request.headers).toEqual({ 'Content-Type': 'application/json', 'X-Source': 'kafka' });
    }),
    { numRuns: 150 },
  );
});

test.each(['__proto__', 'constructor', 'constructor.name', 'toString', 'id.length', 'id.__proto__'])(
  'A template does not reach into prototypes: {value.%s} is refused.',
  (name) => {
    const record = {
      partition: 0,
      leaderEpoch: 0,
      offset: '1',
      timestamp: 0,
      key: 'k',
      value: { json: { id: 'x' } },
    };
    const path = `/{value.${name}}`;
    expect(() => deliverEffect({ ...deliver, path }, { id: 's', topic: 't' }, record)).toThrow('The path needs');
  },
);

test('A parameter of an agent fills in one segment of its path.', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const path = attempt(() => filledPath('/items/{id}/more', () => text));
      if (path === undefined) return;
      const { pathname } = requestUrl('https://api.test', { path });
      expect(pathname.split('/')).toHaveLength(4);
      expect(resolved(pathname)).toMatch(/^\/items\/[^]*\/more$/);
    }),
    { numRuns: 150 },
  );
});

test('A link that is followed stays at its destination, below the base path, whatever it is made of.', () => {
  fc.assert(
    fc.property(fc.constantFrom(...BASES), hostile, (base, text) => {
      for (const target of [text, `/${text}`, `https://api.test${text}`, `?page=${text}`]) {
        const path = attempt(() => linkPath(target, requestUrl(base, { path: '/items' }), base));
        const url = path === undefined ? undefined : attempt(() => requestUrl(base, { path }));
        if (url !== undefined && !below(base, url)) throw new Error(`${target} -> ${url.href}`);
      }
    }),
    { numRuns: 200 },
  );
});

test('A header with line breaks is never written.', () => {
  const headers = (value: string): unknown =>
    httpRequest({ host: '127.0.0.1', port: 9, headers: { 'X-Test': value } })
      .on('error', () => undefined)
      .destroy();
  for (const value of ['a\r\nX-Evil: 1', 'a\nb', 'a\u0000']) expect(() => headers(value)).toThrow('Invalid character');
});

test('Half of a surrogate pair is refused in path, query and body: it would arrive as any other half.', () => {
  for (const half of ['\ud800', 'a\udc00b']) {
    expect(() => requestUrl('https://api.test', { path: `/a/${half}` })).toThrow('half of a surrogate pair');
    expect(() => requestUrl('https://api.test', { path: '/a', query: { id: half } })).toThrow(
      'half of a surrogate pair',
    );
    expect(() => requestBody(half)).toThrow('half of a surrogate pair');
  }
  expect(requestUrl('https://api.test', { path: '/a/\u{1f642}' }).pathname).toBe('/a/%F0%9F%99%82');
});
