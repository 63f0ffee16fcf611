import { pollState } from '../../../../src/activities/polls/poll-position';
import { pollRequest } from '../../../../src/activities/polls/poll-request';
import { requestDigest } from '../../../../src/activities/polls/request-digest';
import type { EffectRequest } from '../../../../src/model/contract/effect-contract';
import type { AgentParameters } from '../../../../src/config/agent/poll-source';
import { httpPollOptions } from './http-poll-options';

const request = (
  given: Parameters<typeof httpPollOptions>[0],
  cursor?: unknown,
  parameters: AgentParameters = {},
): EffectRequest => {
  const poll = httpPollOptions({ id: 'id', ...given });
  return pollRequest(poll, pollState(cursor, poll.paging), parameters);
};

test('The request of a poll has the parameters of its agent, encoded where they stand in the path.', () => {
  const given = { path: '/devices/{device}', query: { site: '{site}', limit: 5 }, headers: { 'X-Site': '{site}' } };
  expect(request(given, undefined, { device: 'a/b ?', site: 'ä&b' })).toEqual({
    method: 'GET',
    path: '/devices/a%2Fb%20%3F',
    query: { site: 'ä&b', limit: 5 },
    headers: { 'X-Site': 'ä&b' },
  });
});

test.each(['..', '.', '', '../../admin', 'a\\..', '..;a/b'])(
  'The request of a poll never leaves its path: the parameter %j is refused.',
  (device) => {
    expect(() => request({ path: '/devices/{device}' }, undefined, { device })).toThrow('cannot hold');
  },
);

test.each(['..', '', 'a&b=c'])('The request of a poll may have %j in the query of its path.', (q) => {
  const { path } = request({ path: '/devices?q={q}&a=1' }, undefined, { q });
  expect(path).toBe(`/devices?q=${encodeURIComponent(q)}&a=1`);
});

test('The request of a poll names a parameter that the agent has not.', () => {
  expect(() => request({ path: '/{device}' }, undefined, {})).toThrow('needs {device}');
});

test('The request of a poll has the cursor in its query, and none at first.', () => {
  const paging = { kind: 'cursor', next: 'next', parameter: 'after' } as const;
  expect(request({ paging }).query).toEqual({});
  expect(request({ paging }, { cursor: 'c1' }).query).toEqual({ after: 'c1' });
  expect(request({ paging: { ...paging, start: 'c0' } }).query).toEqual({ after: 'c0' });
});

test('The request of a poll has the cursor where a template says.', () => {
  const paging = { kind: 'cursor', next: 'next' } as const;
  const given = {
    method: 'POST',
    query: { q: 'after:{cursor}' },
    data: { after: '{cursor}', n: [1] },
    paging,
  } as const;
  expect(request(given)).toMatchObject({ query: {}, data: { after: null, n: [1] } });
  expect(request(given, { cursor: 7 })).toMatchObject({ query: { q: 'after:7' }, data: { after: 7, n: [1] } });
});

test.each([
  [{ kind: 'offset', limit: 50, limitParameter: 'limit' } as const, undefined, { offset: 0, limit: 50 }],
  [{ kind: 'offset', limit: 50 } as const, { offset: 100 }, { offset: 100 }],
  [{ kind: 'page', limit: 50, parameter: 'p' } as const, undefined, { p: 1 }],
  [{ kind: 'page', limit: 50, start: 0 } as const, undefined, { page: 0 }],
  [{ kind: 'timestamp', field: 'at' } as const, undefined, {}],
  [
    { kind: 'timestamp', field: 'at', overlap: '5s', parameter: 'since' } as const,
    { timestamp: '2026-01-01T00:00:05Z' },
    { since: '2026-01-01T00:00:00Z' },
  ],
  [
    { kind: 'timestamp', field: 'at', overlap: '5s' } as const,
    { timestamp: '2026-01-01T00:00:05Z', from: '2026-01-01T00:00:03Z' },
    { since: '2026-01-01T00:00:02Z' },
  ],
])('The request of paging %j at %j has the query %j.', (paging, cursor, query) => {
  expect(request({ paging }, cursor).query).toEqual(query);
});

test('The request of a poll follows a link as it stands.', () => {
  const given = { path: '/orders', query: { limit: 5 }, paging: { kind: 'link' } } as const;
  expect(request(given).query).toEqual({ limit: 5 });
  expect(request(given, { link: '/orders?limit=5&page=2' })).toEqual({
    method: 'GET',
    path: '/orders?limit=5&page=2',
    headers: {},
  });
});

test('The request of a poll sends validators for the page that they came with, and for no other.', () => {
  const paging = { kind: 'cursor', next: 'next' } as const;
  const asked = httpPollOptions({ id: 'id', paging });
  const digest = requestDigest(asked, request({ paging }, { cursor: 'c1' }));
  const kept = { cursor: 'c1', etag: 'W/"1"', modified: 'Fri, 02 Jan 2026 03:04:05 GMT' };
  expect(request({ paging, conditional: true }, { ...kept, of: { cursor: 'c1', request: digest } }).headers).toEqual({
    'If-None-Match': 'W/"1"',
    'If-Modified-Since': 'Fri, 02 Jan 2026 03:04:05 GMT',
  });
  expect(request({ paging, conditional: true }, { ...kept, of: { request: digest } }).headers).toEqual({});
  // Nobody knows what earlier builds asked.
  expect(request({ paging, conditional: true }, { ...kept, of: { cursor: 'c1' } }).headers).toEqual({});
  // Earlier builds kept dates that do not tell every change.
  expect(request({}, { lastModified: kept.modified, of: {} }).headers).toEqual({});
  for (const given of [{}, { conditional: false }]) {
    expect(request({ paging, ...given }, { ...kept, of: { cursor: 'c1', request: digest } }).headers).toEqual({});
  }
});

test.each([
  [{ kind: 'cursor', next: 'n' } as const, { offset: 3 }],
  [{ kind: 'offset', limit: 5 } as const, { offset: -1 }],
  [{ kind: 'offset', limit: 5 } as const, { offset: '3' }],
  [{ kind: 'page', limit: 5 } as const, 3],
  [{ kind: 'link' } as const, { link: 3 }],
  [{ kind: 'cursor', next: 'n' } as const, { cursor: 'x'.repeat(3_000) }],
  [undefined, { cursor: 'a' }],
])('The request of paging %j refuses the cursor %j instead of misreading it.', (paging, cursor) => {
  expect(() => request(paging === undefined ? {} : { paging }, cursor)).toThrow('Expected a cursor such as');
});
