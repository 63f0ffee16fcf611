import { pollBody, pollItems, polledRecord } from '../../../../src/activities/polls/poll-items';
import { httpPollOptions } from './http-poll-options';

test.each([
  [[1, 2], undefined, [1, 2]],
  [{ data: { orders: [1] } }, 'data.orders', [1]],
  [{ id: 1 }, undefined, [{ id: 1 }]],
  [{ order: { id: 1 } }, 'order', [{ id: 1 }]],
  [{ data: null }, 'data', []],
  [undefined, 'data', []],
  [[], undefined, []],
])('The items of the body %j at %s are %j.', (body, path, items) => {
  expect(pollItems(body, path)).toEqual(items);
});

test.each([
  [{ data: {} }, 'data.orders', 'got nothing (the body has "data")'],
  [{ a: 1 }, '__proto__.toString', 'got nothing'],
  [{ a: 'text' }, 'a', 'got string'],
  [7, undefined, 'got number'],
  [Array.from({ length: 1_001 }), undefined, 'ask for smaller pages'],
])(
  'The body %j, which is not as configured at %s, is refused and not taken for an empty page.',
  (body, path, words) => {
    expect(() => pollItems(body, path)).toThrow(words);
  },
);

test.each([
  [{ status: 200, headers: {}, data: '[1]' }, [1]],
  [{ status: 200, headers: {}, data: { a: 1 } }, { a: 1 }],
  [{ status: 204, headers: {}, data: '' }, undefined],
])('Items are read from JSON of any content type: %j.', (response, body) => {
  expect(pollBody(response)).toEqual(body);
});

test('Items are not read from a page of HTML.', () => {
  const response = { status: 200, headers: { 'content-type': 'text/html' }, data: '<p>' };
  expect(() => pollBody(response)).toThrow('got one that is not JSON ("text/html")');
});

const options = (given: object) => httpPollOptions({ id: 'id', ...given });

test('The record of an item has the id, key, value and timestamp that the configuration names.', () => {
  const item = { order: { id: 7 }, version: 2, at: '2026-01-02T03:04:05Z', body: { a: 1 } };
  const poll = options({
    id: '{item.order.id}:{item.version}',
    key: '{region}/{item.order.id}',
    value: 'body',
    timestamp: 'at',
  });
  expect(polledRecord(poll, item, 0, { region: 'eu' })).toEqual({
    id: '7:2',
    key: 'eu/7',
    value: { a: 1 },
    timestamp: Date.UTC(2026, 0, 2, 3, 4, 5),
  });
});

test('The record of an item is the whole item where nothing is configured.', () => {
  expect(polledRecord(httpPollOptions({}), 'text', 0, {})).toEqual({ value: 'text' });
});

test.each([
  [{ id: 'id' }, {}, 'expected text, or a number below 2^53, in id for its id, got nothing'],
  [{ id: 'id' }, { id: null }, 'got null'],
  [{ id: 'id' }, { id: '' }, 'got empty text'],
  [{ id: 'id' }, { id: {} }, 'got object'],
  [{ id: 'id' }, null, 'got nothing'],
  [{ id: 'constructor.name' }, { id: 1 }, 'got nothing'],
  [{ id: '{item.a}' }, { id: 1 }, 'needs {item.a}'],
  [{ id: '{toString}' }, { id: 1 }, 'needs {toString}'],
  [{ value: 'body' }, { id: 1 }, 'for its value, got nothing'],
  [{ timestamp: 'at' }, { id: 1, at: 'soon' }, 'expected a time in at'],
])('The record of an item is never guessed: with %j, %j is refused.', (given, item, words) => {
  expect(() => polledRecord(options(given), item, 3, {})).toThrow(words);
});

test('An item gets no id from a number that is not exact, by which two items would become one.', () => {
  const item = JSON.parse('{"id": 9007199254740993}') as unknown;
  expect(() => polledRecord(options({}), item, 0, {})).toThrow('below 2^53');
});

test("The record of a hostile item keeps the item's keys as data.", () => {
  const item = JSON.parse('{"id": 1, "__proto__": {"polluted": true}, "constructor": {"prototype": 1}}') as unknown;
  const { value } = polledRecord(options({}), item, 0, {});
  expect(JSON.stringify(value)).toBe('{"id":1,"__proto__":{"polluted":true},"constructor":{"prototype":1}}');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
