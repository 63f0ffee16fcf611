import fc from 'fast-check';
import type { PolledRecord } from '../../../../src/config/agent/poll-source';
import { checkedResult, MAX_RECORDS, polledItems } from '../../../../src/activities/polls/polled-items';
import { HASH_LENGTH } from '../../../../src/model/seen-window';

const ORIGIN = { gateway: 'plant', definition: 'readings', agent: 'press-7', topic: 'readings' };

const itemsOf = (records: readonly unknown[], seen: readonly string[] = []) =>
  polledItems(records as readonly PolledRecord[], ORIGIN, seen);

test.each([
  [undefined, '{ records: [...] }'],
  [null, '{ records: [...] }'],
  ['text', '{ records: [...] }'],
  [{ records: { length: 1 } }, '{ records: [...] }'],
  [{ records: Array.from({ length: MAX_RECORDS + 1 }) }, 'got 1001: return fewer, with more: true'],
  [{ records: [], cursor: 'x'.repeat(8_191) }, 'A cursor is JSON of 8192 bytes at most, got 8193.'],
  [{ records: [], cursor: 'ü'.repeat(3_000) }, 'A cursor is JSON of 8192 bytes at most'],
  [{ records: [], cursor: () => 1 }, 'A cursor is JSON of 8192 bytes at most, got none (function).'],
  [{ records: [], cursor: 1n }, 'A cursor is JSON of 8192 bytes at most, got none (bigint).'],
])('The answer %p of a poll is refused in words.', (answer, words) => {
  expect(() => checkedResult(answer)).toThrow(words);
});

test.each([
  [{ records: [] }],
  [{ records: [], cursor: null }],
  [{ records: Array.from({ length: MAX_RECORDS }), cursor: 'x'.repeat(8_190) }],
])('The answer of a poll within its bounds is taken as it is: %p.', (answer) => {
  expect(checkedResult(answer)).toBe(answer);
});

test('The answer of a poll whose cursor refers to itself is refused in words.', () => {
  const cursor: Record<string, unknown> = {};
  cursor['self'] = cursor;
  expect(() => checkedResult({ records: [], cursor })).toThrow('A cursor is JSON of 8192 bytes at most, got none');
});

test('An item whose value has bytes within JSON is refused in words, and one that is bytes is published so.', () => {
  expect(() => itemsOf([{ value: 1 }, { value: { a: [Buffer.from('x')] } }])).toThrow(
    'Record 1: the value has bytes in a[0], which JSON cannot hold',
  );
  expect(itemsOf([{ value: Buffer.from([0, 255]) }]).items[0]?.publish.value).toEqual({ base64: 'AP8=' });
});

test('An item is named for ever: golden, NEVER CHANGE.', () => {
  const [item] = itemsOf([{ id: 'item-1', key: 'k', value: { a: 1 }, timestamp: 7, headers: { h: 'v' } }]).items;
  expect(item).toEqual({
    publish: {
      step: 'item.0',
      topic: 'readings',
      key: 'k',
      value: { json: { a: 1 } },
      recordId: '108f7ae1ea7f5bde4e00e450106915ad',
      headers: [['h', 'v']],
      timestamp: 7,
    },
    hash: 'EI964ep_W95',
  });
});

test('An item of another agent, definition or gateway has another name.', () => {
  const names = [{}, { gateway: 'g' }, { definition: 'd' }, { agent: 'a' }, { agent: 'press-7","x' }].map(
    (other) => polledItems([{ id: 'i', value: 1 }], { ...ORIGIN, ...other }, []).items[0]?.hash,
  );
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  [null, 'Record 1: expected an object with a value, got null.'],
  ['text', 'Record 1: expected an object with a value, got a string.'],
  [{ id: '', value: 1 }, 'Record 1: an id is text of 1 to 1000 characters.'],
  [{ id: 7, value: 1 }, 'Record 1: an id is text of 1 to 1000 characters.'],
  [{ id: 'x'.repeat(1_001), value: 1 }, 'Record 1: an id is text'],
  [{ key: 7, value: 1 }, 'Record 1: Expected a string or bytes, got number.'],
  [{ value: () => 1 }, 'Record 1: A published value is JSON, bytes or null; got a function.'],
  [{ value: 1n }, 'Record 1: '],
  [{ value: 1, headers: { 'sluice.id': 'x' } }, 'Record 1: Header "sluice.id"'],
  [{ value: 1, headers: { h: 7 } }, 'Record 1: Expected a string or bytes, got number.'],
  [{ value: 1, timestamp: 1.5 }, 'Record 1: A timestamp is in whole milliseconds since the epoch, got 1.5.'],
  [{ value: 1, timestamp: Number.NaN }, 'Record 1: A timestamp is in whole milliseconds'],
  [{ value: 1, timestamp: 2 ** 60 }, 'Record 1: A timestamp is in whole milliseconds'],
])('An item that cannot be published is refused, and named: %p.', (record, words) => {
  expect(() => itemsOf([{ value: 0 }, record])).toThrow(words);
});

test('A poll has only so many items that they fit a transaction.', () => {
  const large = (count: number): readonly object[] =>
    Array.from({ length: count }, () => ({ value: 'x'.repeat(100_000) }));
  expect(itemsOf(large(5)).items).toHaveLength(5);
  expect(() => itemsOf(large(6))).toThrow('got more: return fewer records, with more: true');
});

test('An item whose value is null is a tombstone, and bytes stay bytes.', () => {
  const { items } = itemsOf([
    { key: 'k', value: null },
    { key: Uint8Array.of(1), value: Uint8Array.of(2) },
  ]);
  expect(items.map(({ publish: { key, value } }) => [key, value])).toEqual([
    ['k', { tombstone: true }],
    [{ base64: 'AQ==' }, { base64: 'Ag==' }],
  ]);
});

test('I9: Each id that a poll had is left in once and in order, what the poll before had is left out, and what has no id stays.', () => {
  const ids = fc.array(fc.option(fc.nat(12), { nil: undefined }), { maxLength: 40 });
  fc.assert(
    fc.property(ids, fc.uniqueArray(fc.nat(12)), (polled, before) => {
      const seen = itemsOf(before.map((id) => ({ id: String(id), value: id }))).items.map(({ hash = '' }) => hash);
      // Items with one id are the same, and the others have their place as their value.
      const values = polled.map((id, at) => (id === undefined ? at : polled.indexOf(id)));
      const records = polled.map((id, at) => ({ value: values[at], ...(id === undefined ? {} : { id: String(id) }) }));
      const { items, again, bytes } = itemsOf(records, seen);
      const expected = polled.flatMap((id, at) =>
        id === undefined || (!before.includes(id) && polled.indexOf(id) === at) ? [at] : [],
      );
      expect(items.map(({ publish }) => publish.value)).toEqual(expected.map((at) => ({ json: at })));
      expect(items.map(({ publish }) => publish.step)).toEqual(expected.map((_, place) => `item.${place}`));
      expect(new Set(again)).toEqual(new Set(before.flatMap((id, at) => (polled.includes(id) ? [at] : []))));
      expect(again).toHaveLength(new Set(again).size);
      for (const { hash = 'x'.repeat(HASH_LENGTH) } of items) expect(hash).toHaveLength(HASH_LENGTH);
      expect(bytes).toBeGreaterThanOrEqual(items.reduce((sum, item) => sum + JSON.stringify(item).length, 0));
    }),
  );
});

test.each([
  [
    'a number and its text',
    [
      { id: '1', value: { id: 1, v: 'a' } },
      { id: '1', value: { id: '1', v: 'b' } },
    ],
  ],
  [
    'lines of one order',
    [
      { id: 'o1', value: { line: 1 } },
      { id: 'o1', value: { line: 2 } },
    ],
  ],
  [
    'two states of one entity',
    [
      { id: 'e', value: 1, timestamp: 1 },
      { id: 'e', value: 1, timestamp: 2 },
    ],
  ],
  [
    'digits that JavaScript would drop',
    [
      { id: 'e', value: 1, source: '1.0' },
      { id: 'e', value: 1, source: '1' },
    ],
  ],
  [
    'another key',
    [
      { id: 'e', key: 'a', value: 1 },
      { id: 'e', key: 'b', value: 1 },
    ],
  ],
])('Two items of a poll with one id are not taken for one, and the others go on: %s.', (_kind, twins) => {
  const answer = itemsOf([{ id: 'x', value: 0 }, ...twins, { id: 'y', value: 0 }]);
  expect(answer.mistaken).toContain('Items 1 and 2 have one id and are not the same');
  expect(answer.items.map(({ publish: { step, value } }) => [step, value])).toEqual([
    ['item.0', { json: 0 }],
    ['item.1', { json: 0 }],
  ]);
});

test('Two items of a poll with one id are told also when the poll before had that id.', () => {
  const [{ hash = '' } = {}] = itemsOf([{ id: 'e', value: 0 }]).items;
  const { items, mistaken } = itemsOf(
    [
      { id: 'e', value: 1 },
      { id: 'e', value: 2 },
    ],
    [hash],
  );
  expect([items, mistaken]).toEqual([[], expect.stringContaining('Items 0 and 1')]);
});

test('An item that an answer has twice, word for word, is taken once and is no failure.', () => {
  const { items, mistaken } = itemsOf([
    { id: 'e', value: 1 },
    { id: 'e', value: 1 },
  ]);
  expect([items.length, mistaken]).toEqual([1, undefined]);
});

test('Whatever items a poll has, each text of them is published, or the poll fails.', () => {
  const record = fc.record({ id: fc.constantFrom('1', '2', '3'), value: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 6 }), (records) => {
      const { items, mistaken } = itemsOf(records);
      const texts = (list: readonly unknown[]): Set<string> => new Set(list.map((one) => JSON.stringify(one)));
      const published = texts(items.map(({ publish }) => publish).map(({ recordId, value }) => [recordId, value]));
      if (mistaken === undefined) expect(published.size).toBe(texts(records.map(({ id, value }) => [id, value])).size);
      else expect(new Set(records.map(({ id }) => id)).size).toBeLessThan(texts(records).size);
    }),
  );
});
