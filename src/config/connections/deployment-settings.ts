// Worker versioning: an option wins over its environment variable; without a build id there is none.
import { variableOf, type Environment } from './environment';
import { buildId } from '../checking/leaf-schemas';
import { optionPath } from '../checking/option-path';
import { fieldOf, textOf } from '../checking/raw';
import type { ResolvedDeployment } from '../gateway/resolved';
import type { Settled } from '../checking/settled';
import { shownValue } from '../checking/shown-value';

/** `definition` may be of any shape: options that are wrong themselves are reported by the schema. */
export const deploymentSettings = (definition: unknown, env: Environment): Settled<ResolvedDeployment | undefined> => {
  const options = fieldOf(fieldOf(definition, 'worker'), 'deployment');
  const given = textOf(fieldOf(options, 'buildId'));
  const id = given ?? variableOf(env, 'SLUICE_BUILD_ID');
  const option = optionPath(['worker', 'deployment', 'buildId']);
  if (id === undefined) {
    if (options === undefined) return { value: undefined, problems: [] };
    const expected = 'a build id, in the option or in SLUICE_BUILD_ID';
    return { value: undefined, problems: [{ option, variable: 'SLUICE_BUILD_ID', got: 'nothing', expected }] };
  }
  if (given === undefined && !buildId.safeParse(id).success) {
    const expected = "1 to 100 letters, digits, '.', '_', '+' and '-'";
    return { value: undefined, problems: [{ option, variable: 'SLUICE_BUILD_ID', got: shownValue(id), expected }] };
  }
  const name = textOf(fieldOf(options, 'name')) ?? `sluice-${textOf(fieldOf(definition, 'name')) ?? ''}`;
  return { value: { name, buildId: id }, problems: [] };
};
