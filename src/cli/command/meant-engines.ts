import { variableOf, type Environment } from '../../config/environment/environment';
import type { RunningDev } from '../../engines/running-dev';

const KAFKA = ['KAFKA_BROKERS', 'KAFKA_BOOTSTRAP_SERVERS'] as const;
const TEMPORAL = ['TEMPORAL_ADDRESS'] as const;

/** Whether a command means the engines of a running `sluice dev`. */
export interface MeantEngines {
  readonly dev?: RunningDev;
  /** One that runs and is not meant, and the variables that say so. */
  readonly passed?: { readonly dev: RunningDev; readonly by: readonly string[] };
}

/**
 * Those that `find` finds are meant if nothing else is said. Whoever names both engines says all; of half of them, the
 * address of what runs says nothing else.
 */
export const meantEngines = (env: Environment, find: () => RunningDev | undefined): MeantEngines => {
  const named = (names: readonly string[]): readonly string[] => names.filter((name) => variableOf(env, name));
  const [kafka, temporal] = [named(KAFKA), named(TEMPORAL)];
  const dev = kafka.length > 0 && temporal.length > 0 ? undefined : find();
  if (dev === undefined) return {};
  const own = kafka.length > 0 ? dev.brokers : dev.temporal;
  const by = [...kafka, ...temporal].filter((name) => variableOf(env, name) !== own);
  return by.length === 0 ? { dev } : { passed: { dev, by } };
};

/** What helps whoever has named half of the engines beside a running `sluice dev`. */
export const passedWords = ({ dev, by }: NonNullable<MeantEngines['passed']>): string =>
  `The running ${ofDev(dev)} was left alone because ${by.join(' and ')} ${by.length === 1 ? 'is set: unset it' : 'are set: unset them'} to use Kafka at ${dev.brokers} and Temporal at ${dev.temporal}, or name both engines.`;

/** `sluice dev (process 7)`. */
export const ofDev = ({ by, pid }: RunningDev): string => `${by === 'dev' ? 'sluice dev' : 'demo'} (process ${pid})`;
