import path from 'node:path';
import { sourceFiles } from './source-files';

const nameOf = (file: string): string => path.posix.basename(file).replace(/(?:\.test)?\.ts$/, '');
const folderOf = (file: string): string => path.posix.dirname(file).split('/').slice(1).join('/');

test('A unit test that has the name of a file of src stands in the folder of such a file.', () => {
  const folders = new Map<string, readonly string[]>();
  for (const file of sourceFiles()) folders.set(nameOf(file), [...(folders.get(nameOf(file)) ?? []), folderOf(file)]);
  const tests = sourceFiles('test/unit').filter((file) => file.endsWith('.test.ts'));
  const astray = tests.filter((file) => {
    const meant = folders.get(nameOf(file));
    return meant !== undefined && !meant.includes(folderOf(file).replace(/^unit\/?/, ''));
  });
  expect(tests.length).toBeGreaterThan(300);
  expect(astray).toEqual([]);
});
