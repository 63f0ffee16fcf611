import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { MeasuredProcess } from './measured-process';
import type { WorkloadName } from './workload';

const run = promisify(execFile);

export interface SystemInput {
  /** A name that was not used before, so that nothing of an earlier run is met again. */
  readonly name: string;
  readonly topic: string;
  /** Topic to publish to, instead of calling the API. */
  readonly to?: string;
  /** Address of the API; empty where nothing is called. */
  readonly apiUrl: string;
  readonly brokers: string;
  readonly temporal: string;
  /** That so many calls of a minute may be under way at once. Default: 1,000 short ones. */
  readonly calls?: number;
}

export interface System {
  readonly name: string;
  /** `nodeArgs`: options of Node. */
  start(input: SystemInput, nodeArgs?: readonly string[]): Promise<MeasuredProcess>;
  /** Does what its operator does when an API that refused records takes them again. */
  mended(input: SystemInput): Promise<void>;
}

const inBench = (file: string): string => path.join(__dirname, file);

const environment = ({
  name,
  topic,
  to = '',
  apiUrl,
  brokers,
  temporal,
  calls,
}: SystemInput): Record<string, string> => ({
  BENCH_NAME: name,
  BENCH_TOPIC: topic,
  BENCH_TO: to,
  API_URL: apiUrl,
  KAFKA_BROKERS: brokers,
  TEMPORAL_ADDRESS: temporal,
  ...(calls === undefined ? {} : { BENCH_CALLS: String(calls) }),
});

type Route = 'deliver' | 'state' | 'defer' | 'call';

const SHAPES = { 'sluice, a workflow per key': 0, 'sluice, 32 lanes': 32 } as const;

const sluice = (name: string, lanes: number, route: Route): System => {
  const cli = (...args: readonly string[]): readonly string[] => [
    inBench('../lib/cli/main.js'),
    ...args,
    '-c',
    inBench('gateway.config.ts'),
  ];
  const shaped = (input: SystemInput): Record<string, string> => ({
    ...environment(input),
    BENCH_LANES: String(lanes),
    BENCH_ROUTE: route,
  });
  return {
    name,
    start: (input, nodeArgs = []) => MeasuredProcess.start([...nodeArgs, ...cli('run')], shaped(input), 'gateway runs'),
    mended: async (input) => {
      const { PATH = '', HOME = '' } = process.env;
      await run(process.execPath, cli('keys', 'retry', '--all', '--yes'), { env: { PATH, HOME, ...shaped(input) } });
    },
  };
};

const inBothShapes = (route: Route, of = ''): readonly System[] =>
  Object.entries(SHAPES).map(([name, lanes]) => sluice(name + of, lanes, route));

const baseline = (name: string, file: string): System => ({
  name,
  start: (input) => MeasuredProcess.start(['--import', 'tsx', inBench(file)], environment(input), 'ready'),
  // It tries again by itself, without end.
  mended: () => Promise.resolve(),
});

/** The same system, twice as dear in all it does. */
export const halved = (system: System): System => ({
  ...system,
  start: (input) => system.start(input, ['--require', inBench('halved.js')]),
});

/** The floor of what Sluice is compared with. */
export const CONSUMER = baseline('kafkajs, record by record', 'plain-consumer.ts');

export const SHAPES_OF_SLUICE = inBothShapes('deliver');

const CALLING = [CONSUMER, baseline('temporal, a signal and an activity per record', 'naive-bridge.ts')];

/** The systems that a workload is sent through. */
export const systemsOf = (workload: WorkloadName): readonly System[] => {
  if (workload === 'publish') {
    return [...SHAPES_OF_SLUICE, baseline('kafkajs, a transaction per batch', 'plain-transformer.ts')];
  }
  if (workload !== 'handler') return [...SHAPES_OF_SLUICE, ...CALLING];
  return [
    ...inBothShapes('deliver', ', no handler'),
    // Lanes keep no state.
    sluice('sluice, a workflow per key, state and ctx.defer', SHAPES['sluice, a workflow per key'], 'state'),
    sluice('sluice, 32 lanes, ctx.defer', SHAPES['sluice, 32 lanes'], 'defer'),
    ...inBothShapes('call', ', ctx.call'),
    ...CALLING,
  ];
};

/** Those that have `only` in their names. */
export const systemsNamed = (systems: readonly System[], only: string): readonly System[] => {
  const named = systems.filter(({ name }) => name.includes(only));
  if (named.length > 0) return named;
  const names = systems.map(({ name }) => `"${name}"`).join(', ');
  throw new Error(`--only: got "${only}", expected a part of one of the names ${names}.`);
};
