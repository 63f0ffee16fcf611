import { errorText } from '../../errors';
import { variableOf, type Environment, type Files } from './environment';
import type { Problem } from '../checking/problem';

/**
 * A value from the environment, or from a file named by the environment, that is never printed.
 * `secret('LEDGER_TOKEN', { prefix: 'Bearer ' })` reads LEDGER_TOKEN, or else the file that LEDGER_TOKEN_FILE names.
 */
export interface Secret {
  readonly secretFrom: string;
  readonly prefix: string;
}

export const secret = (variable: string, options: { readonly prefix?: string } = {}): Secret => ({
  secretFrom: variable,
  prefix: options.prefix ?? '',
});

/** `path` is the file that held the value, which may change while the gateway runs. */
export type SecretRead = { readonly value: string; readonly path?: string } | { readonly problem: Problem };

const textOfFile = (path: string, read: Files['read']): string => read(path).replace(/\r?\n$/, '');

/** The secret that a file holds now; undefined if it cannot be read, or holds none. */
export const fileSecret = (path: string, read: Files['read']): string | undefined => {
  try {
    const value = textOfFile(path, read);
    return value === '' ? undefined : value;
  } catch {
    // The caller goes on with the secret that it has.
    return undefined;
  }
};

/**
 * Reads VARIABLE, or else the file that VARIABLE_FILE names (container platforms mount secrets this way; its last line
 * break is not part of the secret). Problems never include the value.
 */
export const readSecret = (variable: string, env: Environment, files: Files, option?: string): SecretRead => {
  const where = option === undefined ? { variable } : { option, variable };
  const direct = variableOf(env, variable);
  if (direct !== undefined) return { value: direct };
  const path = variableOf(env, `${variable}_FILE`);
  if (path === undefined) {
    return {
      problem: { ...where, got: 'nothing', expected: `the secret in ${variable} or a file named by ${variable}_FILE` },
    };
  }
  try {
    const value = textOfFile(path, (file) => files.read(file));
    if (value !== '') return { value, path };
    return {
      problem: { ...where, got: `an empty file in ${variable}_FILE`, expected: 'a file that holds the secret' },
    };
  } catch (error) {
    const got = `${variable}_FILE that cannot be read (${errorText(error)})`;
    return { problem: { ...where, got, expected: 'a file that holds the secret' } };
  }
};
