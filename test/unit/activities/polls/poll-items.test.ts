import { AnswerPart } from '../../../../src/activities/polls/answer-part';
import { pollBody, pollItems, polledRecord } from '../../../../src/activities/polls/poll-items';
import { httpPollOptions } from './http-poll-options';

/** A part of an answer that JavaScript writes as it was sent. */
const part = (value: unknown): AnswerPart => AnswerPart.ofResponse({ data: value }, true);
const bodyOf = (value: unknown): AnswerPart | undefined => (value === undefined ? undefined : part(value));

test.each([
  [[1, 2], undefined, [1, 2]],
  [{ data: { orders: [1] } }, 'data.orders', [1]],
  [{ id: 1 }, undefined, [{ id: 1 }]],
  [{ order: { id: 1 } }, 'order', [{ id: 1 }]],
  [{ data: null }, 'data', []],
  [{ data: { orders: null }, errors: [] }, 'data.orders', []],
  [{ data: { orders: [1] }, errors: [{ message: 'a part' }] }, 'data.orders', [1]],
  [undefined, 'data', []],
  [[], undefined, []],
])('The items of the body %j at %s are %j.', (body, path, items) => {
  expect(pollItems(bodyOf(body), path).map(({ value }) => value)).toEqual(items);
});

test.each([
  [{ data: {} }, 'data.orders', 'got nothing (the body has "data")'],
  [{ a: 1 }, '__proto__.toString', 'got nothing'],
  [{ data: { orders: null }, errors: [{ message: 'x' }] }, 'data.orders', 'got null beside 1 in errors'],
  [{ orders: null, errors: [1, 2] }, 'orders', 'got null beside 2 in errors'],
  [{ a: 'text' }, 'a', 'got string'],
  [7, undefined, 'got number'],
  [Array.from({ length: 1_001 }), undefined, 'ask for smaller pages'],
])(
  'The body %j, which is not as configured at %s, is refused and not taken for an empty page.',
  (body, path, words) => {
    expect(() => pollItems(bodyOf(body), path)).toThrow(words);
  },
);

test.each([
  [{ status: 200, headers: {}, data: '[1]' }, [1]],
  [{ status: 200, headers: {}, data: { a: 1 } }, { a: 1 }],
  [{ status: 204, headers: {}, data: '' }, undefined],
])('Items are read from JSON of any content type: %j.', (response, body) => {
  expect(pollBody(response)?.value).toEqual(body);
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
  expect(polledRecord(poll, part(item), 0, { region: 'eu' })).toEqual({
    id: '7:2',
    key: 'eu/7',
    value: { a: 1 },
    timestamp: Date.UTC(2026, 0, 2, 3, 4, 5),
  });
});

test('The record of an item is the whole item where nothing is configured.', () => {
  expect(polledRecord(httpPollOptions({}), part('text'), 0, {})).toEqual({ value: 'text' });
});

test.each([
  [{ id: 'id' }, {}, 'expected text or a number in id for its id, got nothing'],
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
  expect(() => polledRecord(options(given), part(item), 3, {})).toThrow(words);
});

test.each([
  ['9007199254740993', '9007199254740993'],
  ['1e400', '1e400'],
  ['1e-400', '1e-400'],
  ['9007199254740993.0', '9007199254740993.0'],
  ['7', '7'],
  ['7.0', '7'],
  ['1.10', '1.1'],
  ['1E2', '100'],
  ['-0', '0'],
])(
  'The number %s is the id %s: as JavaScript writes it, or as it was sent if JavaScript cannot hold it.',
  (digits, id) => {
    const item = AnswerPart.ofText(`{ "id": ${digits}, "in": {"id":${digits}} }`);
    expect(polledRecord(options({ key: '{item.in.id}/{item.id}' }), item, 0, {})).toMatchObject({
      id,
      key: `${id}/${id}`,
    });
  },
);

test('An item gets no id from a number that a program may have rounded.', () => {
  const item = AnswerPart.ofResponse({ data: { id: 2 ** 53 } }, false);
  expect(() => polledRecord(options({}), item, 0, {})).toThrow('expected text or a number in id');
});

test("The record of a hostile item keeps the item's keys as data.", () => {
  const item = AnswerPart.ofText('{"id": 1, "__proto__": {"polluted": true}, "constructor": {"prototype": 1}}');
  const { value } = polledRecord(options({}), item, 0, {});
  expect(JSON.stringify(value)).toBe('{"id":1,"__proto__":{"polluted":true},"constructor":{"prototype":1}}');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
