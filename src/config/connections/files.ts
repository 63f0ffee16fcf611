import { readFileSync, statSync } from 'node:fs';

/** What the configuration needs of the file system; tests hold files in memory. */
export interface Files {
  /** Throws like `readFileSync`. */
  readonly read: (path: string) => string;
  readonly isFile: (path: string) => boolean;
}

export const diskFiles: Files = {
  read: (path) => readFileSync(path, 'utf8'),
  isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
};
