import path from 'node:path';
import { MeasuredProcess } from './measured-process';

export interface SystemInput {
  /** Not used before: nothing of an earlier run must be met again. */
  readonly name: string;
  /** One route or consumer for each. */
  readonly topics: readonly string[];
  readonly apiUrl: string;
  readonly brokers: string;
  readonly temporal: string;
}

export interface System {
  readonly name: string;
  start(input: SystemInput): Promise<MeasuredProcess>;
}

const inBench = (file: string): string => path.join(__dirname, file);

const environment = ({ name, topics, apiUrl, brokers, temporal }: SystemInput): Record<string, string> => ({
  BENCH_NAME: name,
  BENCH_TOPICS: topics.join(','),
  API_URL: apiUrl,
  KAFKA_BROKERS: brokers,
  TEMPORAL_ADDRESS: temporal,
});

const sluice = (name: string, lanes: number): System => ({
  name,
  start: (input) =>
    MeasuredProcess.start(
      [inBench('../lib/cli/main.js'), 'run', '-c', inBench('gateway.config.ts')],
      { ...environment(input), BENCH_LANES: String(lanes) },
      'gateway runs',
    ),
});

const baseline = (name: string, file: string): System => ({
  name,
  start: (input) => MeasuredProcess.start(['--import', 'tsx', inBench(file)], environment(input), 'ready'),
});

export const SYSTEMS: readonly System[] = [
  sluice('sluice, a workflow per key', 0),
  sluice('sluice, 32 lanes', 32),
  baseline('kafkajs, record by record', 'plain-consumer.ts'),
  baseline('temporal, a signal and an activity per record', 'naive-bridge.ts'),
];
