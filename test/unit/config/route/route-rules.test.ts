import { secret } from '../../../../src/config/environment/secret';
import { alerts, withOption } from '../config-source';
import { testRules } from '../rules';

const NAME = "a name of 1 to 40 characters of a-z, 0-9 and '-'";
const LANES = 'an integer from 1 to 1000';

testRules([
  [
    'a retry of a route that ends before it begins',
    alerts({ retry: { initial: '2m', maximum: '1m' } }),
    'routes.alerts.retry.maximum: got "1m", expected at least retry.initial ("2m")',
  ],
  [
    'a retry of a route with a range of statuses that ends before it begins',
    alerts({ retry: { statuses: ['504-502'] } }),
    'routes.alerts.retry.statuses: got "504-502", expected a range from the lower status to the higher',
  ],
  [
    'a route name with a dot',
    withOption('routes.Al', { topics: ['a'], deliver: { to: 'ledger' } }),
    `routes.Al: got the name "Al", expected ${NAME}`,
  ],
  [
    'keys that retire where lanes forget them',
    alerts({ retireAfter: '30d', lanes: 2 }),
    'routes.alerts.retireAfter: got "30d" beside lanes, expected no retireAfter, because lanes forget idle keys anyway',
  ],
  ['no routes', withOption('routes', {}), 'routes: got no route, expected at least one route, or an agent'],
  [
    'routes that are a list',
    withOption('routes', []),
    [
      'routes: got an empty list, expected an object of at least one route by name',
      'routes: got no route, expected at least one route, or an agent',
    ],
  ],
  [
    'a route with a handler and deliver',
    alerts({ workflow: 'alerts' }),
    'routes.alerts: got both workflow and deliver, expected exactly one of workflow, deliver and publish',
  ],
  [
    'a route with neither',
    alerts({ deliver: undefined }),
    'routes.alerts: got neither, expected exactly one of workflow, deliver and publish',
  ],
  [
    'a destination that does not exist',
    alerts({ deliver: { to: 'ledgr' } }),
    'routes.alerts.deliver.to: got "ledgr", expected one of the destinations ledger (did you mean ledger?)',
  ],
  [
    'a destination that is named like an object method',
    alerts({ deliver: { to: 'toString' } }),
    'routes.alerts.deliver.to: got "toString", expected one of the destinations ledger',
  ],
  [
    'a destination where there are none',
    withOption('destinations', undefined),
    'routes.alerts.deliver.to: got "ledger", expected the name of a destination, of which the configuration has none',
  ],
  [
    'an empty list of topics',
    alerts({ topics: [] }),
    'routes.alerts.topics: got an empty list, expected a list of at least one topic name',
  ],
  [
    'a topic that is no list',
    alerts({ topics: 'alerts' }),
    'routes.alerts.topics: got "alerts", expected a list of at least one topic name',
  ],
  [
    'an illegal topic name',
    alerts({ topics: ['a b'] }),
    `routes.alerts.topics[0]: got "a b", expected a topic name: 1 to 249 characters of letters, digits, '.', '_' and '-'`,
  ],
  [
    'the topic name ..',
    alerts({ topics: ['..'] }),
    `routes.alerts.topics[0]: got "..", expected a topic name: 1 to 249 characters of letters, digits, '.', '_' and '-'`,
  ],
  [
    'a topic twice in one route',
    alerts({ topics: ['a', 'a'] }),
    'routes.alerts.topics: got "a" twice, expected each topic once',
  ],
  [
    'two routes with one group',
    alerts({ groupId: 'bank.transfers' }),
    'routes.alerts.groupId: got "bank.transfers", the group of route transfers, expected a group that no other route uses',
  ],
  ['zero lanes', alerts({ lanes: 0 }), `routes.alerts.lanes: got 0, expected ${LANES}`],
  ['too many lanes', alerts({ lanes: 1001 }), `routes.alerts.lanes: got 1001, expected ${LANES}`],
  ['a broken number of lanes', alerts({ lanes: 2.5 }), `routes.alerts.lanes: got 2.5, expected ${LANES}`],
  [
    'an unknown way of reading values',
    alerts({ value: 'avro' }),
    `routes.alerts.value: got "avro", expected 'json' or 'string' or 'bytes'`,
  ],
  [
    'an unknown rule for null keys',
    alerts({ nullKeys: 'drop' }),
    `routes.alerts.nullKeys: got "drop", expected 'partition' or { spread: an integer from 1 to 1000 }`,
  ],
  [
    'a spread of zero',
    alerts({ nullKeys: { spread: 0 } }),
    'routes.alerts.nullKeys.spread: got 0, expected an integer from 1 to 1000',
  ],
  [
    'a reserved handler name',
    withOption('routes.transfers.workflow', 'sluiceHeld'),
    `routes.transfers.workflow: got "sluiceHeld", expected the export name of a handler, not starting with 'sluice' or '__'`,
  ],
  [
    'an unknown template variable',
    alerts({ deliver: { to: 'ledger', path: '/a/{keys}' } }),
    'routes.alerts.deliver.path: got "/a/{keys}", expected a path that starts with \'/\' and uses no variables but {key}, {topic}, {partition}, {offset}, {callback}, {value.field} and {header.name}',
  ],
  [
    'a brace that is never closed',
    alerts({ deliver: { to: 'ledger', path: '/a/{key' } }),
    'routes.alerts.deliver.path: got "/a/{key", expected a path that starts with \'/\' and uses no variables but {key}, {topic}, {partition}, {offset}, {callback}, {value.field} and {header.name}',
  ],
  [
    'a field of a value without fields',
    alerts({ value: 'bytes', deliver: { to: 'ledger', path: '/{value.id}' } }),
    'routes.alerts.deliver.path: got "/{value.id}", expected no {value.field}, because value is "bytes" and has no fields',
  ],
  [
    'a published key from a field where values have none',
    alerts({ value: 'bytes', deliver: undefined, publish: { to: 'x', key: '{value.id}' } }),
    'routes.alerts.publish.key: got "{value.id}", expected no {value.field}, because value is "bytes" and has no fields',
  ],
  [
    'a published value from a field where values have none',
    alerts({ value: 'string', deliver: undefined, publish: { to: 'x', value: 'value.id' } }),
    'routes.alerts.publish.value: got "value.id", expected no {value.field}, because value is "string" and has no fields',
  ],
  [
    'a published header from a field where values have none',
    alerts({ value: 'bytes', deliver: undefined, publish: { to: 'x', headers: { A: 'a {value.id}' } } }),
    'routes.alerts.publish.headers.A: got "a {value.id}", expected no {value.field}, because value is "bytes" and has no fields',
  ],
  [
    'a published header that Sluice writes',
    alerts({ deliver: undefined, publish: { to: 'x', headers: { 'sluice.id': 'x', sluice: 'a' } } }),
    'routes.alerts.publish.headers["sluice.id"]: got a name that begins with \'sluice.\', expected another one, because these are reserved',
  ],
  [
    'numbers of a route without a handler',
    alerts({ numbers: 'text' }),
    'routes.alerts.numbers: got "text", expected no numbers, because a route without a handler sends them as they were produced',
  ],
  [
    'numbers where values have none',
    withOption('routes.alerts', { topics: ['a'], value: 'bytes', numbers: 'text', workflow: 'alerts' }),
    'routes.alerts.numbers: got "text", expected no numbers, because value is "bytes"',
  ],
  [
    'an unknown method',
    alerts({ deliver: { to: 'ledger', method: 'post' } }),
    `routes.alerts.deliver.method: got "post", expected 'POST' or 'PUT' or 'PATCH' or 'DELETE' or 'GET'`,
  ],
  [
    'a deliver header that Sluice sets',
    alerts({ deliver: { to: 'ledger', headers: { 'sluice-token': '1' } } }),
    'routes.alerts.deliver.headers.sluice-token: got a header that Sluice sets itself, expected only headers that Sluice does not set (idempotencyHeader and tokenHeader rename it)',
  ],
  [
    "a deliver header that is not a request's to set",
    alerts({ deliver: { to: 'ledger', headers: { Host: 'x', Trailer: 'y' } } }),
    [
      "routes.alerts.deliver.headers.Host: got a header that names the receiver, which is the destination's to name, expected only headers that a request may set",
      'routes.alerts.deliver.headers.Trailer: got a header that says where the request ends, which only the gateway can say, expected only headers that a request may set',
    ],
  ],
  [
    'a deliver header that the destination sets from a secret',
    {
      ...alerts({ deliver: { to: 'ledger', headers: { authorization: 'x' } } }),
      destinations: { ledger: { baseUrl: 'http://a.test', headers: { Authorization: secret('T') } } },
    },
    'routes.alerts.deliver.headers.authorization: got a header that the destination sets from a secret, expected only other headers',
    { env: { T: 't' } },
  ],
  [
    'headers to copy that a record may not set, or that somebody else sets',
    alerts({
      deliver: { to: 'ledger', headers: { 'X-A': '1' }, copyHeaders: ['host', 'x-a', 'sluice_token', 'ce_*'] },
    }),
    [
      'routes.alerts.deliver.copyHeaders[0]: got "host", which names the receiver, which is the destination\'s to name, expected only headers that a record may set',
      'routes.alerts.deliver.copyHeaders[1]: got "x-a", which headers of the route sets, expected only headers that a record may set',
      'routes.alerts.deliver.copyHeaders[2]: got "sluice_token", which Sluice sets itself, expected only headers that a record may set',
    ],
  ],
  [
    'a pattern for headers with a star inside',
    alerts({ deliver: { to: 'ledger', copyHeaders: ['a*b'] } }),
    `routes.alerts.deliver.copyHeaders[0]: got "a*b", expected a header name such as 'traceparent', or its beginning and '*' such as 'ce_*'`,
  ],
  [
    'variables in headers of a deliver route, and JSON beside them',
    alerts({ deliver: { to: 'ledger', headers: { 'X-A': '{"k":"{key}"} {header.traceparent} {value.a.b} {}' } } }),
    [],
  ],
  [
    'an unknown variable in a header of a deliver route',
    alerts({ deliver: { to: 'ledger', headers: { 'X-A': '{headers.traceparent}' } } }),
    'routes.alerts.deliver.headers.X-A: got a value that is not shown here, expected a header value (Latin-1 text without control characters) that uses no variables but {key}, {topic}, {partition}, {offset}, {value.field} and {header.name}',
  ],
  [
    'a field of a value without fields in a header of a deliver route',
    alerts({ value: 'string', deliver: { to: 'ledger', headers: { 'X-A': '{value.id}' } } }),
    'routes.alerts.deliver.headers.X-A: got {value.field}, expected no {value.field}, because value is "string" and has no fields',
  ],
  [
    'a call for tombstones',
    alerts({ deliver: { to: 'ledger', tombstone: { method: 'DELETE', path: '/x/{key}' } } }),
    [],
  ],
  [
    'an unknown end of tombstones',
    alerts({ deliver: { to: 'ledger', tombstone: 'drop' } }),
    `routes.alerts.deliver.tombstone: got "drop", expected 'send', 'skip', or an object of method, path and headers such as { method: 'DELETE' }`,
  ],
]);
