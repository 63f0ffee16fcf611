import { CONTENT_SECURITY_POLICY } from '../../../src/console/serving/shell';
import { GatewayError } from '../../../src/errors';
import { consoleFixture, HOST, TOKEN } from './console-fixture';

const READS = [
  '/',
  '/assets/page.css',
  '/api/session',
  '/api/overview',
  '/api/lag',
  '/api/keys?route=transfers',
  '/api/key?route=transfers&chain=a2V5',
  '/api/key/record?route=transfers&chain=a2V5',
  '/api/letters?route=transfers',
  '/api/agents',
];
const ACTION = { verb: 'retry', keys: { route: 'transfers', status: 'parked' } };
const NOWHERE = ['/api/nothing', '/assets/../package.json', '/assets/page/%2e%2e/x', '/etc/passwd'];

const { request, own, access } = consoleFixture();
const { Origin, 'Content-Type': type, 'X-Sluice-Console': csrf, ...reading } = own;
const post = (headers: Record<string, string>, body = JSON.stringify({ action: ACTION })): Promise<Response> =>
  request('/api/actions', { method: 'POST', headers, body });

test.each([...READS, ...NOWHERE, '/api/actions', '/?token=wrong', `/api/overview?token=${TOKEN}`])(
  'Without the token, %s tells nothing, not even whether it is there.',
  async (path) => {
    const strangers = [
      {},
      { Authorization: 'Bearer wrong' },
      { Authorization: `Basic ${TOKEN}` },
      { Cookie: `${access.cookieName}=${TOKEN}` },
      { Cookie: `sluice_1=${access.cookieValue}` },
    ];
    for (const headers of strangers) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
        const response = await request(path, { method, headers: { Host: HOST, ...headers } });
        expect([response.status, await response.text()]).toEqual([401, '']);
        expect(response.headers.get('set-cookie')).toBeNull();
      }
    }
  },
);

test.each(READS)('With the cookie or the token, %s is answered, and its answer is kept by nobody.', async (path) => {
  for (const known of [
    reading,
    ...['Bearer', 'bearer'].map((scheme) => ({ Host: HOST, Authorization: `${scheme} ${TOKEN}` })),
  ]) {
    const response = await request(path, { headers: known });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('cache-control')).toBe(path.startsWith('/assets') ? 'no-cache' : 'no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  }
});

test.each([...READS, '/?token=' + TOKEN, '/api/actions'])(
  'A request for %s under a name that is not the console’s is refused: a foreign page may have that name point here.',
  async (path) => {
    const foreign = [
      'evil.example:8240',
      'localhost',
      '127.0.0.1:8241',
      '',
      `${HOST}.evil.example`,
      'evil@localhost:8240',
    ];
    for (const host of foreign) {
      const response = await request(path, { headers: { ...own, Host: host } });
      expect([host, response.status, await response.text()]).toEqual([host, 403, '']);
    }
  },
);

test('The console answers under each name of loopback, and under those that its operator has allowed.', async () => {
  const { request: asked } = consoleFixture({}, ['Console.Example', 'console.example:8443']);
  for (const host of ['LOCALHOST:8240', '[::1]:8240', 'console.example', 'CONSOLE.example:8443']) {
    const response = await asked('/api/session', { headers: { ...reading, Host: host } });
    expect([host, response.status]).toEqual([host, 200]);
  }
});

test('The token in the address opens the console, and does not stay there.', async () => {
  const response = await request(`/?token=${TOKEN}`, { headers: { Host: HOST } });
  expect(response.status).toBe(200);
  expect(response.headers.get('set-cookie')).toBe(
    `sluice_8240=${access.cookieValue}; Path=/; HttpOnly; SameSite=Strict`,
  );
  const page = await response.text();
  expect(page).toContain('content="0;url=/"');
  expect(page + access.cookieValue + access.csrf).not.toContain(TOKEN);
});

test.each([...READS, ...NOWHERE])('Only GET and HEAD reach %s.', async (path) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    expect((await request(path, { method, headers: own })).status).toBe(405);
  }
});

test.each(NOWHERE)('There is nothing at %s.', async (path) => {
  expect((await request(path, { headers: reading })).status).toBe(404);
});

test.each(READS.filter((path) => path !== '/'))('Another site gets no answer made for %s.', async (path) => {
  for (const site of ['cross-site', 'same-site']) {
    const response = await request(path, { headers: { ...reading, 'Sec-Fetch-Site': site } });
    expect([response.status, await response.text()]).toEqual([403, '']);
  }
});

test.each([
  ['no csrf', { ...reading, Origin, 'Content-Type': type }],
  ['a wrong csrf', { ...own, 'X-Sluice-Console': TOKEN }],
  ['no Origin', { ...reading, 'Content-Type': type, 'X-Sluice-Console': csrf }],
  ['a foreign Origin', { ...own, Origin: 'http://evil.example' }],
  ['the Origin null', { ...own, Origin: 'null' }],
  ['an Origin of another port', { ...own, Origin: 'http://127.0.0.1:1' }],
  ['an Origin with a user', { ...own, Origin: `http://evil@${HOST}` }],
  ['a site that is only near', { ...own, 'Sec-Fetch-Site': 'same-site' }],
  ['text', { ...own, 'Content-Type': 'text/plain' }],
  ['a form', { ...own, 'Content-Type': 'application/x-www-form-urlencoded' }],
  ['JSON in a multipart', { ...own, 'Content-Type': 'multipart/form-data; x=application/json' }],
] as [string, Record<string, string>][])('A request with %s changes nothing.', async (_name, headers) => {
  expect((await post(headers)).status).toBe(403);
});

test('An action that is too large is refused before it is read.', async () => {
  const large = JSON.stringify({ action: { verb: 'edit', value: 'x'.repeat(300_000) } });
  expect((await post(own, large)).status).toBe(413);
});

test.each([
  ['no JSON', '{'],
  ['no action', '{}'],
  ['an unknown verb', '{"action":{"verb":"drop","route":"a"}}'],
  ['a field that is not of the action', JSON.stringify({ action: { ...ACTION, __also: 1 } })],
  ['a field __proto__', `{"action":{"verb":"pause-route","route":"a","__proto__":{"x":1}}}`],
  ['a chain that is no base64url', '{"action":{"verb":"skip","key":{"route":"a","chain":"../x"}}}'],
  ['a list for an object', '{"action":[]}'],
])('A request with %s is no action.', async (_name, body) => {
  expect((await post(own, body)).status).toBe(400);
});

test.each([
  '/api/keys',
  '/api/keys?route=a&status=gone',
  '/api/keys?route=a&also=1',
  '/api/key?route=a',
  '/api/key?route=a&chain=../x',
  '/api/key/record?route=a&key=a',
  '/api/letters?route=a&state=x',
  `/api/keys?route=${'a'.repeat(501)}`,
])('The question %s is not understood.', async (path) => {
  expect((await request(path, { headers: reading })).status).toBe(400);
});

test('What an operator can mend is told in words without control characters; what nobody expected only in the log.', async () => {
  const { request: asked, lines } = consoleFixture({
    overview: () => Promise.reject(new GatewayError('temporal-unreachable', 'Temporal \u001b[31mdid not answer.')),
    agents: () => Promise.reject(new Error('secret-canary')),
    key: () => Promise.reject(new GatewayError('not-found', 'There is no such key.')),
  });
  const overview = await asked('/api/overview', { headers: reading });
  expect([overview.status, await overview.json()]).toEqual([503, { problem: 'Temporal \\u001b[31mdid not answer.' }]);
  expect((await asked('/api/key?route=a&chain=a', { headers: reading })).status).toBe(404);
  const agents = await asked('/api/agents', { headers: reading });
  expect([agents.status, await agents.text()]).toEqual([500, expect.not.stringContaining('canary')]);
  expect(agents.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  expect(lines).toMatchObject([{ level: 'error', fields: { error: 'secret-canary' } }]);
});

test('A file that a browser has is not sent again.', async () => {
  const response = await request('/assets/page.css', { headers: { ...reading, 'If-None-Match': '"1"' } });
  expect([response.status, await response.text()]).toEqual([304, '']);
});
