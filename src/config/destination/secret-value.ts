import { errorText } from '../../errors';
import { variableOf, type Environment } from '../connections/environment';
import type { Files } from '../connections/files';
import type { Problem } from '../checking/problem';

export type SecretRead = { readonly value: string } | { readonly problem: Problem };

/**
 * Reads VARIABLE, else the file that VARIABLE_FILE names (as container platforms mount secrets; its last line break is
 * not part of the secret). The value never becomes part of a problem.
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
    const value = files.read(path).replace(/\r?\n$/, '');
    if (value !== '') return { value };
    return {
      problem: { ...where, got: `an empty file in ${variable}_FILE`, expected: 'a file that holds the secret' },
    };
  } catch (error) {
    const got = `${variable}_FILE that cannot be read (${errorText(error)})`;
    return { problem: { ...where, got, expected: 'a file that holds the secret' } };
  }
};
