import { alerts, withOption } from '../config-source';
import { problemsOf, testRules } from '../rules';

/** Legal to the schemas, and none of a request. */
const FAULTS = [
  ['//events/{key}', 'without "//", "\\" or "#"'],
  ['/a/../b', 'without dot segments'],
  ['/a/./b', 'without dot segments'],
  ['/a/%2e%2e/b', 'without dot segments'],
  ['/a/%2E', 'without dot segments'],
  ['/a\\b', 'without "//", "\\" or "#"'],
  ['/{key}/..', 'without dot segments'],
  ['/a\u0001b', 'without control characters'],
  ['/a\u007f', 'without control characters'],
  ['/\ud800', 'that is text, without half of a surrogate pair'],
] as const;

const polled = (path: string, destination: unknown = { baseUrl: 'http://ledger.test' }): Record<string, unknown> =>
  withOption(
    'agents.items',
    { topic: 't', every: '1s', parameters: { key: 'string' }, http: { destination: 'ledger', path } },
    withOption('destinations.ledger', destination),
  );

testRules(
  FAULTS.flatMap(([path, words]) => {
    const line = (option: string): string =>
      `${option}: got ${JSON.stringify(path)}, expected a path ${words}`.replace('\u007f', '\\u007f');
    const tombstone = { method: 'PUT', path };
    return [
      [
        `the path ${JSON.stringify(path)}`,
        alerts({ deliver: { to: 'ledger', path } }),
        line('routes.alerts.deliver.path'),
      ],
      [
        `the path ${JSON.stringify(path)} of tombstones`,
        alerts({ deliver: { to: 'ledger', tombstone } }),
        line('routes.alerts.deliver.tombstone.path'),
      ],
      [`the polled path ${JSON.stringify(path)}`, polled(path), line('agents.items.http.path')],
    ] as const;
  }),
);

test.each(['/', '/a//b', '/a?x=../..&y=//', '/{key}', '/.{key}', '/a/{key}..', '/%2F'])(
  'A route may have the path %s.',
  (path) => {
    expect(problemsOf(alerts({ deliver: { to: 'ledger', path } }))).toEqual([]);
    expect(problemsOf(polled(path))).toEqual([]);
  },
);

test('A destination in code may be given any path.', () => {
  expect(problemsOf(polled('//a/..', () => Promise.resolve()))).toEqual([]);
});
