import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ENTRY, WALLS } from '../../../walls';
import { ROOT } from './source-files';

/** The map of ARCHITECTURE.md: what its last column says that each folder may import. */
const mapped = (): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    readFileSync(path.join(ROOT, 'ARCHITECTURE.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `src'))
      .map((line) => {
        const [folder = '', , reach = ''] = line.split('|').slice(1);
        const names = (cell: string): string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name]) => name ?? '');
        return [names(folder).join(), names(reach).sort()];
      }),
  );

const walled = (): Readonly<Record<string, readonly string[]>> => ({
  src: ENTRY.map((folder) => `src/${folder}`).sort(),
  ...Object.fromEntries(
    Object.entries(WALLS).map(([folder, { words, folders }]) => [
      `src/${folder}`,
      [...(words ? ['src'] : []), ...folders.map((one) => `src/${one}`)].sort(),
    ]),
  ),
});

test('The map in ARCHITECTURE.md says of each folder what the walls say.', () => {
  expect(mapped()).toEqual(walled());
});

test('The map in ARCHITECTURE.md lists the folders from bottom to top, as the walls do.', () => {
  expect(Object.keys(mapped())).toEqual(Object.keys(walled()));
});
