import { AnswerPart } from '../../../../src/activities/polls/answer-part';

test.each([
  [{ '@odata.nextLink': 1 }, '@odata.nextLink', 1],
  [{ '@odata': { nextLink: 2 } }, '@odata.nextLink', 2],
  [{ '@odata.nextLink': 1, '@odata': { nextLink: 2 } }, '@odata.nextLink', 1],
  [{ meta: { '@odata.nextLink': 3 } }, 'meta.@odata.nextLink', 3],
  [{ 'a.b': { c: 4 } }, 'a.b.c', 4],
  [{ 'a.b': {}, a: { 'b.c': 5 } }, 'a.b.c', 5],
  [{ a: [{ b: 6 }] }, 'a.0.b', 6],
  [{}, 'constructor.name', undefined],
  ['text', 'length', undefined],
])('In %j, the field path %s leads to %j.', (value, path, found) => {
  for (const text of [JSON.stringify(value), JSON.stringify(value, undefined, 1)]) {
    expect(AnswerPart.ofText(text).at(path)?.value).toEqual(found);
  }
});
