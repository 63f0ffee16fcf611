import { readdirSync } from 'node:fs';
import path from 'node:path';
import { internals, quoted } from './pages';
import { ROOT } from './source-files';

/** The folders below `src` that have files of their own. */
const foldersOfSource = (): readonly string[] =>
  readdirSync(path.join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath }) => path.relative(ROOT, parentPath).split(path.sep).join('/'))
    .filter((folder, index, all) => folder !== 'src' && all.indexOf(folder) === index);

/** What the pages name that explain a folder. The page of failures is about all of them, and explains none. */
const explained = (): readonly string[] =>
  internals()
    .filter(({ file }) => file !== 'docs/internals/failures.md')
    .flatMap(({ text }) => quoted(/\*\*Read this before you change:\*\*([\s\S]*?)\n- /.exec(text)?.[1] ?? ''));

/** A page explains a folder if it names that folder, one above it, or a file in it. */
const isExplained = (folder: string, names: readonly string[]): boolean =>
  names.some((name) => name === folder || folder.startsWith(`${name}/`) || path.posix.dirname(name) === folder);

test('Every folder of src is named at the beginning of a page of internals.', () => {
  const names = explained();
  const folders = foldersOfSource();
  expect(folders.length).toBeGreaterThan(30);
  expect(folders.filter((folder) => !isExplained(folder, names))).toEqual([]);
});
