// Loads the config file as a module: TypeScript or JavaScript, ES module or CommonJS, without a build step.
import { createJiti } from 'jiti';
import { resolve } from 'node:path';
import { errorText, GatewayError } from '../../errors';
import { diskFiles, type Environment } from '../environment/environment';
import { resolveConfig } from './resolve-config';
import type { ResolvedConfig } from './resolved-config';

/**
 * Returns the default export of a config file.
 * @throws GatewayError `config-not-found`, or `config-invalid` if the file cannot be run or has no default export.
 */
const configModule = async (file: string): Promise<unknown> => {
  if (!diskFiles.isFile(file)) {
    throw new GatewayError('config-not-found', `There is no file ${file}. Name the config file with -c FILE.`);
  }
  let loaded: unknown;
  try {
    loaded = await createJiti(file, { fsCache: false, interopDefault: false }).import(file);
  } catch (error) {
    throw new GatewayError('config-invalid', `${file} cannot be loaded: ${errorText(error)}`, { cause: error });
  }
  if (typeof loaded === 'object' && loaded !== null && 'default' in loaded) return loaded.default;
  throw new GatewayError(
    'config-invalid',
    `${file} has no default export. Write: export default defineGateway({ ... })`,
  );
};

/**
 * Reads and checks a gateway's configuration: the file's default export, plus connection settings and secrets from the
 * environment. `path` may be relative to the working directory.
 * @throws GatewayError `config-not-found`, or `config-invalid` with every problem in one message.
 */
export const loadConfig = async (path: string, env: Environment): Promise<ResolvedConfig> => {
  const file = resolve(path);
  return resolveConfig(await configModule(file), { file, env, files: diskFiles });
};
