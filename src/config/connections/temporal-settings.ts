// Temporal's connection settings, read by Temporal's own library: the same variables, profiles and file as its command
// line uses. What that library would silently misread is refused here.
import {
  loadClientConfigProfile,
  toClientOptions,
  type ClientConfigProfile,
  type ClientConnectConfig,
} from '@temporalio/envconfig';
import { errorText } from '../../errors';
import { variableOf, type Environment, type Files } from '../environment/environment';
import { type Problem, type Checked, shownValue } from '../checking/problem';
import { fieldOf, textOf } from '../checking/raw';
import { defined } from '../../model/defined';

export type ResolvedTemporal = ClientConnectConfig & { readonly namespace: string; readonly taskQueue: string };

const DEFAULT_ADDRESS = 'localhost:7233';

/** Any word but these would turn TLS off (library: `value === '1' || value === 'true'`). */
const switchProblems = (env: Environment): readonly Problem[] => {
  const text = variableOf(env, 'TEMPORAL_TLS');
  if (text === undefined || ['true', 'false', '1', '0'].includes(text)) return [];
  return [{ variable: 'TEMPORAL_TLS', got: shownValue(text), expected: 'true or false' }];
};

/** The library would treat a named but missing file as an empty one. */
const fileProblems = (env: Environment, files: Files): readonly Problem[] => {
  const path = variableOf(env, 'TEMPORAL_CONFIG_FILE');
  if (path === undefined || files.isFile(path)) return [];
  return [{ variable: 'TEMPORAL_CONFIG_FILE', got: shownValue(path), expected: 'the path of an existing file' }];
};

/** The library would ignore half a pair and connect without a client certificate. */
const pairProblems = ({ tls }: ClientConfigProfile): readonly Problem[] => {
  if (tls === undefined || (tls.clientCert === undefined) === (tls.clientKey === undefined)) return [];
  const half = tls.clientCert === undefined ? 'TEMPORAL_TLS_CLIENT_CERT_PATH' : 'TEMPORAL_TLS_CLIENT_KEY_PATH';
  return [{ variable: half, got: 'nothing', expected: 'a client certificate and its key together' }];
};

const present = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.keys(env).flatMap((name) => {
      const value = variableOf(env, name);
      // An empty TEMPORAL_GRPC_META_* removes a header of the profile.
      return value === undefined && !name.startsWith('TEMPORAL_GRPC_META_') ? [] : [[name, value ?? '']];
    }),
  );

/** `definition` may have any shape: the schema reports options that are wrong themselves. */
export const temporalSettings = (definition: unknown, env: Environment, files: Files): Checked<ResolvedTemporal> => {
  const options = fieldOf(definition, 'temporal');
  const profile = textOf(fieldOf(options, 'profile'));
  const taskQueue = textOf(fieldOf(options, 'taskQueue')) ?? `sluice-${textOf(fieldOf(definition, 'name')) ?? ''}`;
  const problems = [...switchProblems(env), ...fileProblems(env, files)];
  try {
    const loaded = loadClientConfigProfile({
      ...defined({ profile }),
      overrideEnvVars: present(env),
    });
    const { connectionOptions, namespace } = toClientOptions(loaded);
    const address = connectionOptions.address ?? DEFAULT_ADDRESS;
    return {
      value: { connectionOptions: { ...connectionOptions, address }, namespace: namespace ?? 'default', taskQueue },
      problems: [...problems, ...pairProblems(loaded)],
    };
  } catch (error) {
    // A parser's message continues with the lines around the fault, which may hold an API key: one line is enough.
    const got = errorText(error).split('\n')[0] ?? '';
    const problem = {
      option: 'temporal.profile',
      variable: 'TEMPORAL_PROFILE',
      got,
      expected: 'a profile and files that Temporal can load',
    };
    return { value: { connectionOptions: {}, namespace: '', taskQueue }, problems: [...problems, problem] };
  }
};
