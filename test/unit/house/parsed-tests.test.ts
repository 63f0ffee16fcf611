// What tests look like. One suite, because every file of them is parsed for it.
import { tooDeepBrackets } from './bracket-depth';
import { parsedFile } from './parsed-file';
import { sourceFiles } from './source-files';
import { titleFaults } from './test-titles';

const files = sourceFiles('test').map((file) => parsedFile(file));

test('Brackets nest at most two deep in a test and in what tests share.', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap(tooDeepBrackets)).toEqual([]);
});

test('A bracket that stands three deep is found, with a block or with another bracket in it.', () => {
  const text = [
    'await withKafka((kafka) =>',
    '  withTemporal((temporal) =>',
    '    withWorld(async (world) => {',
    '      const one = await withClient((client) => client.one());',
    '      await withGateway({}, async function () {});',
    '    }),',
    '  ),',
    ');',
  ].join('\n');
  expect(tooDeepBrackets(parsedFile('a.test.ts', text))).toEqual([
    'a.test.ts:3: withWorld stands 3 deep',
    'a.test.ts:5: withGateway stands 4 deep',
  ]);
});

test('Two brackets in one another are enough for a test, and what stands in them may take functions.', () => {
  const text = [
    'await withWorld(async (world) => {',
    '  await withGateway({}, async () => { await withTimeout(1); await eventually(() => {}); });',
    '  await withGateway({}, async () => {});',
    '});',
  ].join('\n');
  expect(tooDeepBrackets(parsedFile('a.test.ts', text))).toEqual([]);
});

test.each([
  ['unit', 100],
  ['integration', 30],
])('The title of every test in test/%s is a whole sentence, which its file has once.', (folder, least) => {
  const inside = files.filter(({ fileName }) => fileName.startsWith(`test/${folder}/`));
  expect(inside.length).toBeGreaterThan(least);
  expect(inside.flatMap(titleFaults)).toEqual([]);
});

test('A title that is no sentence is found, however its test is written.', () => {
  const text = [
    "test('is over when it has ended.', () => {});",
    "test.each([1])('A key has', () => {});",
    'test.each`a`("I4, I7: a key is kept.", () => {});',
    "test.each([{ what: 1 }])('A key is refused for $what.', () => {});",
    "test('A key waits.', () => {});",
    "it('A key waits for its turn.', () => {});",
    "test('A key waits for its turn.', () => {});",
    'test(name, () => {});',
    "describe('A chain', () => { test('I4: A key waits for its turn here.', () => {}); });",
  ].join('\n');
  expect(titleFaults(parsedFile('a.test.ts', text))).toEqual([
    'a.test.ts: is over when it has ended.: begins with a small letter',
    'a.test.ts: A key has: ends without a full stop',
    'a.test.ts: I4, I7: a key is kept.: begins with a small letter',
    'a.test.ts: A key is refused for $what.: ends with a variable',
    'a.test.ts: A key waits.: has fewer than four words',
    'a.test.ts: A key waits for its turn.: is called it, not test',
    'a.test.ts: A key waits for its turn.: stands twice',
    'a.test.ts: test(name, () => {}): is no text',
    'a.test.ts: A chain: groups tests without a set-up or a table',
  ]);
});

test('A sentence is no fault, nor is a group with a table or a set-up.', () => {
  const text = [
    "test('I1-I4: Nothing is lost, whatever happens.', () => {});",
    "test.each([1])('`sluice %s` needs no name.', () => {});",
    "test.each([{ what: 1 }])('$what is refused in words.', () => {});",
    'test(`A key with ${name} is refused.`, () => {});',
    "describe.each([1])('%s', () => { test('A key is kept in order.', () => {}); });",
    "describe('A chain', () => { beforeEach(begin); test('A key waits for its turn.', () => {}); });",
  ].join('\n');
  expect(titleFaults(parsedFile('a.test.ts', text))).toEqual([]);
});
