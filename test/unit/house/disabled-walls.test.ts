import { readFileSync } from 'node:fs';
import path from 'node:path';
import { disabledWalls } from './disabled-walls';
import { ROOT, sourceFiles } from './source-files';

/** An ambient module cannot import a relative file for its types, but names it in its place. */
const KNOWN = ['src/kafka/client/patches/kafkajs-modules.d.ts: @typescript-eslint/consistent-type-imports'];

test('No file of src turns a wall off by a comment, but the one that cannot do without.', () => {
  const faults = sourceFiles().flatMap((file) =>
    disabledWalls(readFileSync(path.join(ROOT, file), 'utf8')).map((rule) => `${file}: ${rule}`),
  );
  expect(faults).toEqual(KNOWN);
});

test.each([
  ['// eslint-disable-next-line no-restricted-imports -- it is needed', ['no-restricted-imports']],
  ["import 'a'; // eslint-disable-line no-console, import-x/no-restricted-paths", ['import-x/no-restricted-paths']],
  ['/* eslint-disable no-restricted-syntax */', ['no-restricted-syntax']],
  ['/* eslint-disable\n  no-restricted-properties\n*/', ['no-restricted-properties']],
  ['/* eslint-disable */', ['all rules']],
  ['// eslint-disable-next-line\nimport 1;', ['all rules']],
  ["/* eslint no-restricted-imports: 'off' */", ['no-restricted-imports']],
  ['// eslint-disable-next-line no-control-regex -- no-restricted-imports stays', []],
])('The comment %j turns off the walls %j.', (text, walls) => {
  expect(disabledWalls(text)).toEqual(walls);
});
