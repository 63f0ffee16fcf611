// The byte path of polls: whatever an API sends as an item is published as the same bytes.
import fc from 'fast-check';
import { AnswerPart } from '../../../../src/activities/polls/answer-part';
import { pollItems, polledRecord } from '../../../../src/activities/polls/poll-items';
import { MAX_POLL_BYTES, polledItems, type PolledItems } from '../../../../src/activities/polls/polled-items';
import type { PolledRecord } from '../../../../src/config/agent/poll-source';
import { valueEncoders } from '../../../../src/outbox/value-encoders';
import { between, jsonText, space } from '../../model/json/json-texts';
import { httpPollOptions } from './http-poll-options';
import { PollingAgent } from './polling-agent';
import { cases } from '../../../support/width';

const ORIGIN = { gateway: 'plant', definition: 'readings', agent: 'press-7', topic: 'readings' };

const itemsOf = (records: readonly PolledRecord[]): PolledItems => polledItems(records, ORIGIN, []);

const publishedTexts = (records: readonly PolledRecord[]): readonly (string | undefined)[] => {
  // As a history has them.
  const { items } = JSON.parse(JSON.stringify(itemsOf(records))) as PolledItems;
  return items.map(({ publish }) => valueEncoders.json.encode(publish.value)?.toString());
};

const pages = fc
  .array(jsonText, { maxLength: 5 })
  .chain((items) => fc.record({ items: fc.constant(items), body: between(items, '[', ']') }));

test('I12: Whatever items are in a page, each is published byte for byte.', () => {
  fc.assert(
    fc.property(pages, space, ({ items, body }, gap) => {
      const options = httpPollOptions({});
      const records = (text: string, path?: string): readonly PolledRecord[] =>
        pollItems(AnswerPart.ofText(text), path).map((item, index) => polledRecord(options, item, index, {}));
      expect(publishedTexts(records(body))).toEqual(items);
      expect(publishedTexts(records(`{${gap}"a":0,"a":${body}}`, 'a'))).toEqual(items);
    }),
    { numRuns: cases(100) },
  );
});

test('I12: A field that is published in the place of its item is its own piece of the text.', () => {
  fc.assert(
    fc.property(jsonText, space, (text, gap) => {
      const item = AnswerPart.ofText(`{"a":1, "b":${gap}{"c" : ${text}${gap}}}`);
      const record = polledRecord(httpPollOptions({ value: 'b.c' }), item, 0, {});
      expect(publishedTexts([record])).toEqual([text]);
    }),
    { numRuns: cases(100) },
  );
});

test('Whatever text a body has, its value is what JSON.parse makes of it, and a path leads to the same field.', () => {
  fc.assert(
    fc.property(pages, ({ body }) => {
      const part = AnswerPart.ofText(body);
      const value = JSON.parse(body) as unknown[];
      expect(part.value).toEqual(value);
      for (const [index, item] of value.entries()) {
        expect(part.at(String(index))?.value).toEqual(item);
        const source = part.at(String(index))?.source;
        expect(source === undefined ? item : JSON.parse(source)).toEqual(item);
      }
    }),
    { numRuns: cases(100) },
  );
});

test('A poll of an API publishes its items as the API sent them.', async () => {
  const sent = [
    '{"id":9007199254740993,"d":1.10}',
    '{ "id": 9007199254740992, "x":1e400, "x":"\\u00e9\\/" }',
    '{"id":7}',
  ];
  const source = `{"data" : [${sent.join(',\n')}]}`;
  const agent = new PollingAgent({ items: 'data', key: 'id' }, () => ({ data: JSON.parse(source) as unknown, source }));
  const { records } = await agent.page();
  expect(publishedTexts(records)).toEqual(sent);
  expect(records.map(({ id }) => id)).toEqual(['9007199254740993', '9007199254740992', '7']);
});

test('Null that an API sends is the JSON null and no tombstone, which would delete its key downstream.', async () => {
  const answers: readonly [object, unknown][] = [
    [{ value: 'p', key: 'id' }, { data: [{ id: 1, p: null }] }],
    [{ id: undefined }, { data: [null] }],
    [{ value: 'p.q' }, { data: { id: 1, p: { q: null } } }],
  ];
  for (const [given, data] of answers) {
    const agent = new PollingAgent({ items: 'data', ...given }, () => ({ data }));
    expect(publishedTexts((await agent.page()).records)).toEqual(['null']);
  }
});

test('A polling function may give the text of its value, which must be JSON.', () => {
  expect(publishedTexts([{ value: undefined, source: '[1.0]' }])).toEqual(['[1.0]']);
  expect(() => itemsOf([{ value: 1, source: '[1.0' }])).toThrow('Record 0: source is JSON text, or absent');
});

test('I10: A page that is too large with what JavaScript makes of it goes as text alone, and as text a text goes.', () => {
  const pad = 'x'.repeat(1_000);
  const records = Array.from({ length: 400 }, (_, index) => ({
    value: null,
    source: `{"n":${index}.0,"pad":"${pad}"}`,
  }));
  const text = { value: null, source: '"\\u0078"' };
  const { items, bytes } = itemsOf([...records, text]);
  expect(bytes).toBeLessThan(MAX_POLL_BYTES);
  expect(items[0]?.publish.value).toEqual({ json: null, source: records[0]?.source });
  expect(items.at(-1)?.publish.value).toEqual({ json: 'x', source: text.source });
  expect(publishedTexts([...records, text])).toEqual([...records, text].map(({ source }) => source));
});

test('JSON that is nested too deeply to be published as it was sent is refused, and not written anew.', () => {
  const deep = (levels: number, gap: string): string => '['.repeat(levels) + gap + ']'.repeat(levels);
  expect(() => AnswerPart.ofText(deep(1_001, ' '))).toThrow('nested deeper than 1000 levels');
  expect(AnswerPart.ofText(deep(1_001, '')).source).toBeUndefined();
  expect(AnswerPart.ofText(deep(1_000, ' ')).source).toBe(deep(1_000, ' '));
});
