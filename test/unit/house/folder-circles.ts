import path from 'node:path';
import { circles } from './circles';
import type { Import } from './source-imports';

/** The folders that hold a file, from the innermost to the one below `src`; none for a file at the root of `src`. */
const foldersAbove = (file: string): readonly string[] => {
  const folder = path.posix.dirname(file);
  return folder.includes('/') ? [folder, ...foldersAbove(folder)] : [];
};

/** What stands in `folder` and has this file: the folder next below it, or `folder` itself for a file of its own. */
const placeIn = (folder: string, file: string): string | undefined => {
  if (!file.startsWith(`${folder}/`)) return undefined;
  const [child = '', ...below] = file.slice(folder.length + 1).split('/');
  return below.length === 0 ? folder : `${folder}/${child}`;
};

/**
 * Folders that import each other, straight or in a round, within the folder that holds them. A folder counts with all
 * below it. The files that stand loose beside sub-folders count as one: they compose the sub-folders, or serve them.
 */
export const folderCircles = (imports: readonly Import[]): readonly (readonly string[])[] => {
  const folders = new Set(imports.flatMap(({ from, to }) => [...foldersAbove(from), ...foldersAbove(to)]));
  return [...folders].sort().flatMap((folder) =>
    circles(
      imports.flatMap((one) => {
        const [from, to] = [placeIn(folder, one.from), placeIn(folder, one.to)];
        return from === undefined || to === undefined || from === to ? [] : [{ from, to }];
      }),
    ),
  );
};
