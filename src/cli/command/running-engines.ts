// Commands beside a running `sluice dev` mean its engines, unless a variable names a Kafka or a Temporal.
import type { Environment } from '../../config/environment/environment';
import { loadConfig } from '../../config/gateway/load-config';
import { secretFilesOf, secretsOf } from '../../config/gateway/secrets-of';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { errorText, GatewayError } from '../../errors';
import type { RunningDev } from '../../engines/running-dev';
import type { CommandContext, CommonOptions } from './command';
import { errorCode } from './exit-codes';
import { passedWords } from './meant-engines';

const ELSEWHERE = /^((KAFKA|TEMPORAL)_.*|HOME|XDG_CONFIG_HOME|APPDATA)$/;

/** Keeps settings of another Kafka or Temporal, including a profile in the home directory, away from `sluice dev`. */
export const devEnvironment = (env: Environment): Environment => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !ELSEWHERE.test(name))),
  KAFKA_BROKERS: 'localhost:9092',
});

/** Returns the same gateway, connected to these engines whatever its file says. */
export const connectedTo = (
  config: ResolvedConfig,
  { brokers, temporal }: Pick<RunningDev, 'brokers' | 'temporal'>,
): ResolvedConfig => {
  const { clientId } = config.kafka;
  return {
    ...config,
    kafka: { brokers: brokers.split(','), clientId, ssl: false },
    temporal: { ...config.temporal, connectionOptions: { address: temporal }, namespace: 'default' },
  };
};

/** Loads the config of a command that answers; what is secret in it appears in no log. */
export const loadedConfig = async (
  { config: path }: Pick<CommonOptions, 'config'>,
  { env, dev, passed, hide }: Pick<CommandContext, 'env' | 'dev' | 'passed' | 'hide'>,
): Promise<ResolvedConfig> => {
  const config = await loadConfig(path, dev === undefined ? env : devEnvironment(env)).catch((error: unknown) => {
    if (passed === undefined || errorCode(error) !== 'config-invalid') throw error;
    throw new GatewayError('config-invalid', `${errorText(error)}\n${passedWords(passed)}`, { cause: error });
  });
  hide(secretsOf(config), secretFilesOf(config));
  return dev === undefined ? config : connectedTo(config, dev);
};
