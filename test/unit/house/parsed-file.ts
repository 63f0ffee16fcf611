import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './source-files';

/** A file of this repository as TypeScript reads it; `text` stands in it where it is only thought of. */
export const parsedFile = (file: string, text = readFileSync(path.join(ROOT, file), 'utf8')): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
