import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT, sourceFiles } from './source-files';

/** One source file imports another; both as paths from the root of the repository. */
export interface Import {
  readonly from: string;
  /** The file that is meant, or its path without an ending where none is there: see `isFound`. */
  readonly to: string;
}

/** What one source file imports of the others, types included. `text` is what stands in it. */
export const importsOf = (from: string, text: string): readonly Import[] =>
  ts
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => ({
      from,
      to: sourceFile(path.posix.join(path.posix.dirname(from), fileName.replace(/\.js$/, ''))),
    }));

/** Whether an import leads to a source file. What does not is a row for a test to report, and no error of its own. */
export const isFound = ({ to }: Import): boolean => to.endsWith('.ts') && existsSync(path.join(ROOT, to));

let imports: readonly Import[] | undefined;

/** Every import among the source files, which are read once. */
export const sourceImports = (): readonly Import[] =>
  (imports ??= sourceFiles().flatMap((from) => importsOf(from, readFileSync(path.join(ROOT, from), 'utf8'))));

const sourceFile = (name: string): string =>
  [`${name}.ts`, `${name}.d.ts`, `${name}/index.ts`].find((one) => existsSync(path.join(ROOT, one))) ?? name;
