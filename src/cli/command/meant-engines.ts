import { variableOf, type Environment } from '../../config/environment/environment';
import type { RunningDev } from '../../engines/running-dev';

const NAMED_BY = ['KAFKA_BROKERS', 'KAFKA_BOOTSTRAP_SERVERS', 'TEMPORAL_ADDRESS'] as const;

/** The engines that a command means if nothing else is said: those that `find` finds. */
export const meantEngines = (env: Environment, find: () => RunningDev | undefined): RunningDev | undefined =>
  NAMED_BY.some((name) => variableOf(env, name) !== undefined) ? undefined : find();
