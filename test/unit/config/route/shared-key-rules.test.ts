// I5, I12: two routes that would send one idempotency key for two different calls are refused.
import { secret } from '../../../../src/config/environment/secret';
import { testRules } from '../rules';

const API = 'https://api.test/v1';

/** Two routes on one topic, `first` and `second`, and the destinations `one` and `two`. */
const twoRoutes = (
  first: object,
  second: object,
  { one = { baseUrl: API }, two = { baseUrl: API } }: { readonly one?: unknown; readonly two?: unknown } = {},
  topics: readonly string[] = ['t'],
): object => ({
  name: 'bank',
  workflows: './workflows.ts',
  destinations: { one, two },
  routes: { first: { topics: ['t', 'u'], ...first }, second: { topics, ...second } },
});

const TO_ONE = { deliver: { to: 'one', path: '/a' } };
const TO_TWO = { deliver: { to: 'two', path: '/b' } };

const collision = (to: string, topic = 't'): string =>
  `routes.second.deliver.to: got "${to}" for records of topic "${topic}", which route first delivers to the same API, ` +
  'expected another API, one route whose handler makes both calls, or a destination with another idempotencyKeyFormat: ' +
  'both calls for a record would carry one idempotency key, and the API would take the second for a repeat';

const key = (header: string): object => ({ baseUrl: API, headers: { Authorization: header } });
const token = (variable: string): object => ({ baseUrl: API, headers: { 'X-Token': secret(variable) } });
const print = (): Promise<void> => Promise.resolve();
const env = { A: 'a', B: 'b' };

testRules([
  ['two routes that deliver one topic to one destination', twoRoutes(TO_ONE, TO_ONE), collision('one')],
  [
    'two routes that deliver one topic to one destination by other paths and methods',
    twoRoutes(TO_ONE, { deliver: { to: 'one', path: '/b', method: 'PUT' } }),
    collision('one'),
  ],
  [
    'two routes of which only one has lanes, for the same topic and destination',
    twoRoutes(TO_ONE, { ...TO_ONE, lanes: 4 }),
    collision('one'),
  ],
  ['two routes that share their second topic', twoRoutes(TO_ONE, TO_ONE, {}, ['v', 'u']), collision('one', 'u')],
  ['two destinations at one address', twoRoutes(TO_ONE, TO_TWO), collision('two')],
  [
    'two destinations at one address that is written in two ways',
    twoRoutes(TO_ONE, TO_TWO, { two: { baseUrl: 'https://API.test:443/v1/' } }),
    collision('two'),
  ],
  [
    'a destination whose address contains the other one',
    twoRoutes(TO_ONE, TO_TWO, { two: { baseUrl: 'https://api.test' } }),
    collision('two'),
  ],
  [
    'two destinations with the same secret',
    twoRoutes(TO_ONE, TO_TWO, { one: token('A'), two: token('A') }),
    collision('two'),
    { env },
  ],
  [
    'one function under two names',
    twoRoutes(TO_ONE, TO_TWO, { one: print, two: { call: print, timeout: '1s' } }),
    collision('two'),
  ],
  ['two routes that deliver different topics to one destination', twoRoutes(TO_ONE, TO_ONE, {}, ['v']), []],
  [
    'two routes that deliver one topic to two hosts',
    twoRoutes(TO_ONE, TO_TWO, { two: { baseUrl: 'https://other.test/v1' } }),
    [],
  ],
  [
    'two routes that deliver one topic to two services of one host',
    twoRoutes(TO_ONE, TO_TWO, { two: { baseUrl: 'https://api.test/v10' } }),
    [],
  ],
  [
    'two routes that deliver one topic to two accounts',
    twoRoutes(TO_ONE, TO_TWO, { one: token('A'), two: token('B') }),
    [],
    { env },
  ],
  [
    'two routes that deliver one topic with two credentials in plain text',
    twoRoutes(TO_ONE, TO_TWO, { one: key('Basic a'), two: key('Basic b') }),
    [],
  ],
  [
    'two routes that deliver one topic with keys in two forms',
    twoRoutes(TO_ONE, TO_TWO, { two: { baseUrl: API, idempotencyKeyFormat: 'uuid' } }),
    [],
  ],
  [
    'two routes that deliver one topic with keys in two headers',
    twoRoutes(TO_ONE, TO_TWO, { two: { baseUrl: API, idempotencyHeader: 'X-Request-Id' } }),
    [],
  ],
  [
    'a route that only reads beside one that delivers',
    twoRoutes({ deliver: { to: 'one', method: 'GET' } }, TO_ONE),
    [],
  ],
  ['two functions', twoRoutes(TO_ONE, TO_TWO, { one: print, two: { call: () => print() } }), []],
  ['a route with a handler beside one that delivers', twoRoutes(TO_ONE, { workflow: 'transfers' }), []],
  ['two handlers of one topic', twoRoutes({ workflow: 'transfers' }, { workflow: 'audit' }), []],
  [
    'one handler of one topic in two routes',
    twoRoutes({ workflow: 'transfers' }, { workflow: 'transfers', lanes: 2 }),
    'routes.second.workflow: got "transfers" for records of topic "t", which route first hands to the same handler, ' +
      'expected another handler, or topics that the other route does not have: ' +
      'all its calls for a record would carry the idempotency keys of the other route, and APIs would take them for repeats',
  ],
  [
    'two routes that publish one topic to one topic',
    twoRoutes({ publish: { to: 'x' } }, { publish: { to: 'x', key: '{value.b}' } }),
    'routes.second.publish.to: got "x" for records of topic "t", which route first publishes there as well, ' +
      'expected another topic, or one route whose handler publishes both: ' +
      'both records would have one sluice.id, and readers would take the second for a repeat',
  ],
  [
    'two routes that publish one topic to two topics',
    twoRoutes({ publish: { to: 'x' } }, { publish: { to: 'y' } }),
    [],
  ],
]);
