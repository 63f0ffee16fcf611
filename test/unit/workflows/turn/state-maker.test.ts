import { stateJson } from '../../../../src/workflows/turn/state-maker';

jest.mock('@temporalio/workflow', () => ({ patched: () => true, proxyActivities: () => ({}) }));

test.each([
  { state: { last: new Uint8Array([1]) }, where: ' in last' },
  { state: [{ a: Buffer.alloc(0) }], where: ' in [0].a' },
  { state: new Uint8Array([1]), where: '' },
])('A state that has bytes$where is refused in words.', ({ state, where }) => {
  expect(stateJson(state)).toMatchObject({
    kind: 'unfit',
    failure: {
      code: 'handler-error',
      message: expect.stringContaining(`state of the key has bytes${where}, which`) as string,
    },
  });
});

test.each([
  { state: { seen: new Set([1]) }, what: 'a Set in seen' },
  { state: new Map(), what: 'a Map' },
])('A state that has $what is refused in words, because it would be kept empty.', ({ state, what }) => {
  const message = expect.stringContaining(`The state of the key has ${what}, which JSON cannot hold`) as string;
  expect(stateJson(state)).toMatchObject({ kind: 'unfit', failure: { code: 'handler-error', message } });
});

test('A state of plain JSON is kept as it is.', () => {
  expect(stateJson({ 0: 1, empty: {} })).toEqual({ kind: 'json', json: '{"0":1,"empty":{}}' });
});
