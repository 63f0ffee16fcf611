import { resolve } from 'node:path';
import { variableOf, type Environment } from './environment';
import type { Files } from './files';
import type { Settled } from '../checking/settled';
import { shownValue } from '../checking/shown-value';

const VARIABLE = 'SLUICE_WORKFLOW_BUNDLE';

/** Absolute path of the bundle that was made beforehand; without one, workers make their own. */
export const bundleSettings = (env: Environment, files: Files): Settled<string | undefined> => {
  const named = variableOf(env, VARIABLE);
  if (named === undefined) return { value: undefined, problems: [] };
  const path = resolve(named);
  if (files.isFile(path)) return { value: path, problems: [] };
  const expected = `a file that \`sluice bundle\` made (looked for ${path})`;
  return { value: undefined, problems: [{ variable: VARIABLE, got: shownValue(named), expected }] };
};
