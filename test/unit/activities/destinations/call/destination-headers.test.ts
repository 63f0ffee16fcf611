import { DestinationHeaders } from '../../../../../src/activities/destinations/call/destination-headers';

const PATH = '/run/token';

const world = (): {
  headers: DestinationHeaders;
  files: Record<string, string | undefined>;
  news: string[];
  pass: (ms: number) => void;
} => {
  const files: Record<string, string | undefined> = { [PATH]: 'old\n' };
  const news: string[] = [];
  const clock = { ms: 0 };
  const read = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };
  const headers = new DestinationHeaders(
    {
      headers: { Authorization: 'Bearer old', 'X-Tenant': 'acme' },
      secrets: ['old', 'of-the-environment'],
      secretFiles: [{ header: 'Authorization', prefix: 'Bearer ', path: PATH }],
    },
    (header, what) => news.push(`${header} ${what}`),
    read,
    () => clock.ms,
    (ms) => Promise.resolve((clock.ms += ms)),
  );
  return {
    headers,
    files,
    news,
    pass: (ms) => {
      clock.ms += ms;
    },
  };
};

test('A secret that has changed in its file is sent a second and a moment later, and both are kept out of messages.', () => {
  const { headers, files, news, pass } = world();
  expect(headers.current).toEqual({ Authorization: 'Bearer old', 'X-Tenant': 'acme' });
  files[PATH] = 'new\n';
  pass(999);
  expect(headers.current).toMatchObject({ Authorization: 'Bearer old' });
  pass(1);
  expect(headers.current).toMatchObject({ Authorization: 'Bearer old' });
  pass(100);
  expect(headers.current).toEqual({ Authorization: 'Bearer new', 'X-Tenant': 'acme' });
  expect(headers.secrets).toEqual(expect.arrayContaining(['old', 'new', 'of-the-environment']));
  expect(news).toEqual(['Authorization changed']);
});

test('A call that was refused learns at once whether a newer secret is there, also if another call has read it.', async () => {
  const { headers, files } = world();
  const [first, second] = [headers.current, headers.current];
  expect(await headers.renewedSince(first)).toBe(false);
  files[PATH] = 'new';
  expect(await headers.renewedSince(first)).toBe(true);
  expect(await headers.renewedSince(second)).toBe(true);
  expect(await headers.renewedSince(headers.current)).toBe(false);
});

test('A secret that is read while its file is being written is neither sent nor kept out of messages.', async () => {
  const { headers, files, pass } = world();
  const sent = headers.current;
  for (const half of ['n', 'ne', 'new-sec', 'new-secret']) {
    files[PATH] = half;
    pass(1_000);
    expect(headers.current).toEqual(sent);
  }
  expect(await headers.renewedSince(sent)).toBe(true);
  expect(headers.current).toMatchObject({ Authorization: 'Bearer new-secret' });
  expect(headers.secrets).not.toEqual(expect.arrayContaining(['n']));
  expect(headers.secrets).not.toEqual(expect.arrayContaining(['new-sec']));
});

test.each([
  ['is away', undefined],
  ['is empty', ''],
  ['holds what no header can carry', 'new\nline'],
])('A secret stays in use while its file %s, which is told once.', (_case, text) => {
  const { headers, files, news, pass } = world();
  files[PATH] = text;
  for (let time = 0; time < 3; time += 1) {
    pass(1_000);
    expect(headers.current).toMatchObject({ Authorization: 'Bearer old' });
  }
  expect(news).toEqual(['Authorization unreadable']);
  files[PATH] = 'new';
  for (let look = 0; look < 2; look += 1) {
    pass(1_000);
    expect(headers.current).toMatchObject({ Authorization: look === 0 ? 'Bearer old' : 'Bearer new' });
  }
});

test('Former secrets are kept out of messages up to a bound, and those of the environment always.', () => {
  const { headers, files, pass } = world();
  for (let time = 0; time < 100; time += 1) {
    files[PATH] = `secret-${time}`;
    pass(1_000);
    expect(headers.current).not.toMatchObject({ Authorization: `Bearer secret-${time}` });
    pass(100);
    expect(headers.current).toMatchObject({ Authorization: `Bearer secret-${time}` });
  }
  expect(headers.secrets.length).toBeLessThanOrEqual(22);
  expect(headers.secrets).toEqual(expect.arrayContaining(['secret-99', 'secret-90', 'of-the-environment']));
});
