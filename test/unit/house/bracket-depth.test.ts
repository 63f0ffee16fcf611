import { readFileSync } from 'node:fs';
import path from 'node:path';
import { tooDeepBrackets } from './bracket-depth';
import { ROOT, sourceFiles } from './source-imports';

test('Brackets nest at most two deep in a test and in what tests share.', () => {
  const files = sourceFiles('test');
  const found = files.flatMap((file) => tooDeepBrackets(file, readFileSync(path.join(ROOT, file), 'utf8')));
  expect(files.length).toBeGreaterThan(300);
  expect(found).toEqual([]);
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
  expect(tooDeepBrackets('a.test.ts', text)).toEqual([
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
  expect(tooDeepBrackets('a.test.ts', text)).toEqual([]);
});
