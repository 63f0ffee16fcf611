import { httpPollProblems } from '../../../../src/config/agent/http-poll-rules';
import { httpPollSchema } from '../../../../src/config/agent/http-poll-schema';
import { gatewaySchema } from '../../../../src/config/gateway/gateway-schema';
import { schemaProblems } from '../../../../src/config/gateway/schema-problems';

const DEFINITION = { destinations: { shop: { baseUrl: 'http://shop.test' }, code: () => Promise.resolve() } };

const problems = (http: object, parameters: object = {}): readonly string[] =>
  httpPollProblems(['agents', 'a', 'http'], { destination: 'shop', ...http }, parameters, DEFINITION).map(
    ({ option = '', got, expected }) => `${option}: got ${got}, expected ${expected}`,
  );

test.each([
  [{ destination: 'shp' }, 'destination: got "shp", expected one of the destinations shop, code (did you mean shop?)'],
  [
    { destination: 'code', id: 'id', paging: { kind: 'link' } },
    "paging.kind: got 'link' with a destination in code, expected an HTTP destination, which has a base URL that links must stay below",
  ],
  [{ path: '/{device}' }, 'path: got {device}, expected no variables: the agent has no parameters'],
  [{ query: { q: '{cursor}' } }, 'query.q: got {cursor}, expected no variables: the agent has no parameters'],
  [
    { method: 'POST', data: { a: ['{x}'] }, id: 'id', paging: { kind: 'cursor', next: 'n' } },
    'data.a.0: got {x}, expected one of {cursor}',
  ],
  [
    { key: '{cursor}', paging: { kind: 'offset', limit: 1 } },
    'key: got {cursor}, expected no variables: the agent has no parameters',
  ],
  [
    { paging: { kind: 'cursor', next: 'n' } },
    'id: got nothing, expected an id of the items: this paging returns items again, and only their ids tell them apart',
  ],
  [
    { paging: { kind: 'offset', limit: 1, atEnd: 'restart' } },
    'id: got nothing, expected an id of the items: this paging returns items again, and only their ids tell them apart',
  ],
  [
    { path: '/{cursor}', id: 'id', paging: { kind: 'cursor', next: 'n' } },
    'paging.start: got nothing, expected what {cursor} is in the path of the first poll',
  ],
  [{ data: {} }, 'method: got "GET", expected \'POST\', because there is data to send'],
  [{ headers: { 'a b': 'c' } }, 'headers["a b"]: got the name "a b", expected a header name such as \'X-Request-Id\''],
  [
    { headers: { Connection: 'close' } },
    'headers.Connection: got a header that belongs to the connection and not to the request, expected only headers that a request may set',
  ],
  [
    { headers: { 'X-A': 'a\r\nb' } },
    'headers.X-A: got a value that no header can carry, expected one line of plain text',
  ],
])('The fault in %j is named by the line that refuses polling by configuration.', (http, problem) => {
  expect(problems(http)).toEqual([`agents.a.http.${problem}`]);
});

test('A parameter that would hide the cursor is refused in polling by configuration.', () => {
  expect(problems({ paging: { kind: 'offset', limit: 1 } }, { cursor: 'string' })).toEqual([
    'agents.a.http.paging: got a parameter named cursor, expected parameters with other names, because {cursor} is the place from which the poll goes on',
  ]);
});

test('A definition of polling by configuration is not refused where all is well.', () => {
  const paging = { kind: 'cursor', next: 'meta.next', start: '0' };
  expect(problems({ path: '/{device}/{cursor}', id: '{device}:{item.id}', paging }, { device: 'string' })).toEqual([]);
  expect(problems({ paging: { kind: 'offset', limit: 1 } })).toEqual([]);
  expect(httpPollProblems([], 'text', {}, DEFINITION)).toEqual([]);
});

const valid = (http: object): boolean => httpPollSchema.safeParse({ destination: 'shop', ...http }).success;

test.each([
  { path: '/{device-id}/events', id: 'order.id', key: '{device}-{item.order.id}' },
  { paging: { kind: 'cursor', next: 'meta.next', of: 'last-item', hasMore: 'more', start: 3 } },
  { paging: { kind: 'link', atEnd: 'restart' } },
  { paging: { kind: 'offset', limit: 10, limitParameter: 'limit' } },
  { paging: { kind: 'page', limit: 10, start: 0 } },
  { paging: { kind: 'timestamp', field: 'at', overlap: '5s', start: '2026-01-01' } },
])('The schema of polling by configuration takes %j.', (http) => {
  expect(valid(http)).toBe(true);
});

test.each([
  { path: 'events' },
  { path: '/{item.id}' },
  { id: '{value.id}' },
  { id: '' },
  { items: 'a..b' },
  { paging: { kind: 'cursor' } },
  { paging: { kind: 'offset' } },
  { paging: { kind: 'page', limit: 10, next: 'n' } },
  { paging: { kind: 'sequence' } },
  { maxPages: 0 },
])('The schema of polling by configuration refuses %j.', (http) => {
  expect(valid(http)).toBe(false);
});

const UNFIT: readonly (readonly [paging: object, problem: string])[] = [
  [
    { kind: 'cursor', next: 'n', pathOnly: true },
    "pathOnly: got an option of kind 'link', expected one of kind, next, optional, of, hasMore, parameter, start, atEnd",
  ],
  [
    { kind: 'link', hasMore: 'm' },
    "hasMore: got an option of kind 'cursor', expected one of kind, next, optional, pathOnly, atEnd",
  ],
  [
    { kind: 'link', limit: 5 },
    "limit: got an option of kind 'offset' or 'page' or 'timestamp', expected one of kind, next, optional, pathOnly, atEnd",
  ],
  [
    { kind: 'link', pathonly: true },
    'pathonly: got an unknown option, expected one of kind, next, optional, pathOnly, atEnd (did you mean pathOnly?)',
  ],
  [{ kind: 'offset' }, 'limit: got nothing, expected an integer from 1 to 1000'],
  [{ kind: 'links' }, `kind: got "links", expected 'cursor' or 'link' or 'offset' or 'page' or 'timestamp'`],
];

test.each(UNFIT)('The fault in the paging %j is named by what its kind takes.', (paging, problem) => {
  const agents = { a: { topic: 't', every: '1s', http: { destination: 'shop', id: 'id', paging } } };
  const definition = { name: 'g', routes: {}, destinations: { shop: { baseUrl: 'http://shop.test' } }, agents };
  const { error } = gatewaySchema.safeParse(definition);
  expect(
    schemaProblems(definition, error?.issues ?? []).map(
      ({ option = '', got, expected }) => `${option}: got ${got}, expected ${expected}`,
    ),
  ).toEqual([`agents.a.http.paging.${problem}`]);
});
