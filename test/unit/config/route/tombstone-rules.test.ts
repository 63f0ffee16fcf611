import { alerts } from '../config-source';
import { testRules } from '../rules';

const deliver = (options: object): Record<string, unknown> => alerts({ deliver: { to: 'ledger', ...options } });
const gone = (tombstone: object, more: object = {}): Record<string, unknown> =>
  deliver({ tombstone: { method: 'DELETE', ...tombstone }, ...more });
const line = (option: string, got: string): string =>
  `routes.alerts.deliver.${option}: got ${got}, expected what a record without a value can fill in, such as {key} and {header.name}, or tombstone 'skip'`;

testRules([
  [
    'a field in the path of tombstones',
    gone({ path: '/x/{value.id}' }),
    line('tombstone.path', '{value.id} in the path of a tombstone'),
  ],
  [
    'a field in the path of tombstones where values have none',
    alerts({ value: 'bytes', deliver: { to: 'ledger', tombstone: { method: 'PUT', path: '/{value.id}' } } }),
    line('tombstone.path', '{value.id} in the path of a tombstone'),
  ],
  [
    'a field in the path that tombstones have from the route',
    gone({}, { path: '/x/{value.id}' }),
    line('tombstone', '{value.id} in the path of a tombstone'),
  ],
  [
    'a field in the path of a route that sends tombstones by choice',
    deliver({ path: '/x/{value.id}', tombstone: 'send' }),
    line('tombstone', '{value.id} in the path of a tombstone'),
  ],
  [
    'a field in a header that tombstones have from the route',
    gone({ path: '/x' }, { headers: { 'X-Id': 'id {value.id}' } }),
    line('tombstone', '{value.id} in the header "X-Id" of a tombstone'),
  ],
  [
    'a field in a header of tombstones',
    gone({ headers: { 'X-Id': '{value.id}' } }),
    line('tombstone.headers.X-Id', '{value.id} in the header "X-Id" of a tombstone'),
  ],
  [
    'a header of tombstones that Sluice sets',
    gone({ headers: { 'sluice-token': '1' } }),
    'routes.alerts.deliver.tombstone.headers.sluice-token: got a header that Sluice sets itself, expected only headers that Sluice does not set (idempotencyHeader and tokenHeader rename it)',
  ],
  [
    'a copied header that is set on tombstones',
    gone({ headers: { 'X-A': '1' } }, { copyHeaders: ['x_a'] }),
    'routes.alerts.deliver.copyHeaders[0]: got "x_a", which headers of tombstones sets, expected only headers that a record may set',
  ],
  [
    'tombstones that need the key only',
    gone({ path: '/{key}', headers: { 'X-Id': '{key}' } }, { path: '/{value.id}' }),
    [],
  ],
  ['fields in the path of a route that skips tombstones', deliver({ path: '/{value.id}', tombstone: 'skip' }), []],
  ['fields in the path of a route that says nothing of tombstones', deliver({ path: '/{value.id}' }), []],
]);
