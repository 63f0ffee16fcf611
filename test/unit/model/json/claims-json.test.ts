import { claimsJson } from '../../../../src/model/json/claims-json';

test.each([
  'application/json',
  'APPLICATION/JSON; charset=utf-8',
  'application/json charset=utf-8',
  'text/json',
  'application/problem+json;profile=x',
])('A body of the type %s is one JSON text.', (type) => {
  expect(claimsJson(type)).toBe(true);
});

test.each([
  undefined,
  '',
  'text/plain; format=json',
  'multipart/mixed; boundary=json',
  'application/json-seq',
  'application/x-ndjson',
  'application/stream+json',
  'application/jsonlines',
])('A body of the type %s need not be one JSON text.', (type) => {
  expect(claimsJson(type)).toBe(false);
});
