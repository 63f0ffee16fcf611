import fc from 'fast-check';
import { withAnswerData, type AnswerNumbers } from '../../../../src/model/json/answer-data';
import { answerSource } from '../../../../src/model/json/answer-source';
import { inexactNumber } from '../../../../src/model/json/inexact-number';
import { parsedJson } from '../../../../src/model/json/parsed-json';
import { jsonText } from './json-texts';

const SOURCE = '{"id":9007199254740993,"n":5,"d":1.10,"in":[1e400,{"wei":1000000000000000001}]}';
const stored = { data: JSON.parse(SOURCE) as unknown, source: SOURCE };

interface Shown {
  id: unknown;
  n: unknown;
  d: unknown;
  in: [unknown, { wei: unknown }];
}

const shown = (numbers: AnswerNumbers, answer: object = stored): Shown =>
  withAnswerData({}, answer, numbers).data as Shown;

test('A number that JavaScript cannot hold fails in words when it is taken, and the rest of the answer does not.', () => {
  const data = shown('exact');
  expect([data.n, data.d, Object.keys(data), data.in.length]).toEqual([5, 1.1, ['id', 'n', 'd', 'in'], 2]);
  expect(() => data.id).toThrow(`The answer's "data.id" is 9007199254740993, which a JavaScript number cannot hold.`);
  expect(() => data.in[0]).toThrow('"data.in.0" is 1e400');
  expect(() => JSON.stringify(data)).toThrow('"data.id"');
  data.id = 7;
  expect(data.id).toBe(7);
});

test('An answer whose numbers a handler chooses loses nothing, or what JavaScript loses.', () => {
  expect(shown('text')).toMatchObject({ id: '9007199254740993', n: '5', d: '1.10', in: ['1e400', {}] });
  expect(shown('bigint')).toMatchObject({ id: 9007199254740993n, n: 5n, d: 1.1 });
  expect(() => shown('bigint').in[0]).toThrow('1e400');
  expect(shown('bigint').in[1]).toEqual({ wei: 1000000000000000001n });
  expect(shown('plain')).toEqual(JSON.parse(SOURCE));
});

test('An answer without its text is what was stored of it.', () => {
  const data = { id: 1, d: 1.1, text: 'x' };
  for (const numbers of ['exact', 'plain'] as const) expect(shown(numbers, { data })).toBe(data);
  expect(shown('text', { data })).toEqual({ id: '1', d: '1.1', text: 'x' });
  expect(shown('bigint', { data })).toEqual({ id: 1n, d: 1.1, text: 'x' });
});

test('An answer that is a single inexact number throws only when `data` is read.', () => {
  const answer = withAnswerData({ status: 200 }, { data: 9007199254740992, source: '9007199254740993' }, 'exact');
  expect(answer.status).toBe(200);
  expect(() => answer.data).toThrow(`"data" is 9007199254740993`);
});

test('Whatever an answer holds, it is either as JSON.parse makes it, or fails when it is written.', () => {
  fc.assert(
    fc.property(jsonText, (text) => {
      const data = JSON.parse(text) as unknown;
      const source = answerSource(text, data, 'number');
      // As a history has it: what overflows is null there.
      const answer = JSON.parse(JSON.stringify({ data, source })) as object;
      const take = (): string => JSON.stringify(withAnswerData({}, answer, 'exact').data);
      const inexact = inexactNumber(text, 'exact') !== undefined;
      expect(source !== undefined).toBe(inexact);
      if (!inexact) expect(take()).toBe(JSON.stringify(data));
      expect(({} as Record<string, unknown>)['a']).toBeUndefined();
    }),
  );
});

test('With the text kept, every digit of an answer reaches a handler that asks for them.', () => {
  fc.assert(
    fc.property(jsonText, (text) => {
      const data = JSON.parse(text) as unknown;
      const source = answerSource(text, data, 'digit');
      const answer = JSON.parse(JSON.stringify({ data, source })) as object;
      expect(withAnswerData({}, answer, 'text').data).toEqual(parsedJson(text, 'text'));
    }),
  );
});

test.each([
  ['{"a": 1}', undefined, undefined],
  ['{"a":1.10}', undefined, '{"a":1.10}'],
  ['[-0]', undefined, '[-0]'],
  ['[1234567890123456]', undefined, undefined],
  ['[9007199254740992]', '[9007199254740992]', '[9007199254740992]'],
  ['["9007199254740993",1e2]', undefined, '["9007199254740993",1e2]'],
])('The text %s of an answer is kept only where something is lost without it.', (text, number, digit) => {
  const data = JSON.parse(text) as unknown;
  expect(answerSource(text, data, 'number')).toBe(number);
  expect(answerSource(text, data, 'digit')).toBe(digit);
  expect(answerSource(text, data, 'byte')).toBe(JSON.stringify(data) === text ? undefined : text);
});
