// What the configuration takes from outside the definition: variables and files.
import { readFileSync, statSync } from 'node:fs';

/** The environment as passed in: only cli/ and engines/ read it from the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns a variable's text; set but empty counts as unset, as on most container platforms. */
export const variableOf = (env: Environment, name: string): string | undefined => {
  const value = env[name];
  return value === undefined || value === '' ? undefined : value;
};

/** What the configuration needs of the file system; tests keep files in memory. */
export interface Files {
  /** Throws like `readFileSync`. */
  readonly read: (path: string) => string;
  readonly isFile: (path: string) => boolean;
}

export const diskFiles: Files = {
  read: (path) => readFileSync(path, 'utf8'),
  isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
};
