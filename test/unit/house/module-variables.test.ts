import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, sourceFiles } from './source-files';

/** Variables of a module, and collections in one that are not declared as read only. */
const VARIABLE = /^(?:export )?(?:let|var) .*|^ +(?:private )?static (?!readonly|\w+\().*/gm;
const COLLECTION = /^(?:export )?const \w+(?:: (?!Readonly)\w+[^=]*)? = (?:new (?:Map|Set)\b|\[\];|\{\};).*/gm;

const kept = (text: string): readonly string[] =>
  [...text.matchAll(VARIABLE), ...text.matchAll(COLLECTION)].map(String);

/** All workflows of a thread share these modules, see docs/internals/workflow.md. */
test('No module that workflows share keeps anything of one of them.', () => {
  const shared = ['src/workflows', 'src/model'].flatMap((folder) => sourceFiles(folder));
  const faults = shared
    .filter((file) => !file.startsWith('src/workflows/sandbox/'))
    .flatMap((file) => kept(readFileSync(path.join(ROOT, file), 'utf8')).map((line) => `${file}: ${line}`));
  expect(faults).toEqual([]);
});

test('What a module keeps is noticed.', () => {
  const lines = [
    'let last = 0;',
    'export let last: string | undefined;',
    'const seen = new Map<string, number>();',
    'export const seen: Set<string> = new Set();',
    'const waiting = [];',
    '  static count = 0;',
    '  private static count = 0;',
  ];
  expect(lines.map((line) => kept(`const A = 1;\n${line}\n`).length)).toEqual(lines.map(() => 1));
});

test('What cannot be kept, or only with its owner, is none of that.', () => {
  const lines = [
    'const NAMES: ReadonlySet<string> = new Set();',
    '  let last = 0;',
    'const since = new WeakMap<object, number>();',
    '  static at(place: number): Stream {',
    '  private static readonly MOST = 4;',
  ];
  expect(kept(lines.join('\n'))).toEqual([]);
});
