import { resolve } from 'node:path';
import { configModule } from './config-module';
import type { Environment } from '../connections/environment';
import { diskFiles } from '../connections/files';
import { resolveConfig } from './resolve-config';
import type { ResolvedConfig } from './resolved';

/**
 * Reads and checks a gateway's configuration: the file's default export, and connection settings and secrets from the
 * environment. `path` may be relative to the working directory.
 * @throws GatewayError `config-not-found`, or `config-invalid` with every problem in one message.
 */
export const loadConfig = async (path: string, env: Environment): Promise<ResolvedConfig> => {
  const file = resolve(path);
  return resolveConfig(await configModule(file), { file, env, files: diskFiles });
};
