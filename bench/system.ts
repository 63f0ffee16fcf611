import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { MeasuredProcess } from './measured-process';

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
}

export interface System {
  readonly name: string;
  start(input: SystemInput): Promise<MeasuredProcess>;
  /** Does what its operator does when an API that refused records takes them again. */
  mended(input: SystemInput): Promise<void>;
}

const inBench = (file: string): string => path.join(__dirname, file);

const environment = ({ name, topic, to = '', apiUrl, brokers, temporal }: SystemInput): Record<string, string> => ({
  BENCH_NAME: name,
  BENCH_TOPIC: topic,
  BENCH_TO: to,
  API_URL: apiUrl,
  KAFKA_BROKERS: brokers,
  TEMPORAL_ADDRESS: temporal,
});

const sluice = (name: string, lanes: number): System => {
  const cli = (...args: readonly string[]): readonly string[] => [
    inBench('../lib/cli/main.js'),
    ...args,
    '-c',
    inBench('gateway.config.ts'),
  ];
  const withLanes = (input: SystemInput): Record<string, string> => ({
    ...environment(input),
    BENCH_LANES: String(lanes),
  });
  return {
    name,
    start: (input) => MeasuredProcess.start(cli('run'), withLanes(input), 'gateway runs'),
    mended: async (input) => {
      const { PATH = '', HOME = '' } = process.env;
      await run(process.execPath, cli('keys', 'retry', '--all', '--yes'), { env: { PATH, HOME, ...withLanes(input) } });
    },
  };
};

const baseline = (name: string, file: string): System => ({
  name,
  start: (input) => MeasuredProcess.start(['--import', 'tsx', inBench(file)], environment(input), 'ready'),
  // It tries again by itself, without end.
  mended: () => Promise.resolve(),
});

const SLUICE = [sluice('sluice, a workflow per key', 0), sluice('sluice, 32 lanes', 32)] as const;

/** The systems for workloads that call an API. */
export const CALLING: readonly System[] = [
  ...SLUICE,
  baseline('kafkajs, record by record', 'plain-consumer.ts'),
  baseline('temporal, a signal and an activity per record', 'naive-bridge.ts'),
];

/** The systems for workloads from topic to topic. */
export const PUBLISHING: readonly System[] = [
  ...SLUICE,
  baseline('kafkajs, a transaction per batch', 'plain-transformer.ts'),
];
