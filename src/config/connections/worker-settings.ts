// What the environment says about workers: which build they are, and the bundle that was made in advance.
import { resolve } from 'node:path';
import { variableOf, type Environment, type Files } from '../environment/environment';
import { buildId } from '../checking/name-schemas';
import { optionPath, shownValue, type Checked } from '../checking/problem';
import { fieldOf, textOf } from '../checking/raw';

const BUILD_VARIABLE = 'SLUICE_BUILD_ID';
const BUNDLE_VARIABLE = 'SLUICE_WORKFLOW_BUNDLE';

export interface ResolvedDeployment {
  readonly name: string;
  readonly buildId: string;
}

/**
 * Worker versioning: an option overrides its environment variable; without a build id there is none. `definition` may
 * have any shape: the schema reports options that are wrong themselves.
 */
export const deploymentSettings = (definition: unknown, env: Environment): Checked<ResolvedDeployment | undefined> => {
  const options = fieldOf(fieldOf(definition, 'worker'), 'deployment');
  const given = textOf(fieldOf(options, 'buildId'));
  const id = given ?? variableOf(env, BUILD_VARIABLE);
  const option = optionPath(['worker', 'deployment', 'buildId']);
  if (id === undefined) {
    if (options === undefined) return { value: undefined, problems: [] };
    const expected = 'a build id, in the option or in SLUICE_BUILD_ID';
    return { value: undefined, problems: [{ option, variable: BUILD_VARIABLE, got: 'nothing', expected }] };
  }
  if (given === undefined && !buildId.safeParse(id).success) {
    const expected = "1 to 100 letters, digits, '.', '_', '+' and '-'";
    return { value: undefined, problems: [{ option, variable: BUILD_VARIABLE, got: shownValue(id), expected }] };
  }
  const name = textOf(fieldOf(options, 'name')) ?? `sluice-${textOf(fieldOf(definition, 'name')) ?? ''}`;
  return { value: { name, buildId: id }, problems: [] };
};

/** Absolute path of the bundle made in advance; without one, workers make their own. */
export const bundleSettings = (env: Environment, files: Files): Checked<string | undefined> => {
  const named = variableOf(env, BUNDLE_VARIABLE);
  if (named === undefined) return { value: undefined, problems: [] };
  const path = resolve(named);
  if (files.isFile(path)) return { value: path, problems: [] };
  const expected = `a file that \`sluice bundle\` made (looked for ${path})`;
  return { value: undefined, problems: [{ variable: BUNDLE_VARIABLE, got: shownValue(named), expected }] };
};
