import { withEffectRecorder, type EffectRecorder } from '../harness/effect-recorder';
import type { KafkaTopic } from '../harness/kafka-topic';
import { uniqueName } from '../harness/unique-name';
import { defined } from '../src/model/defined';
import type { BenchEngines } from './bench-engines';
import type { MeasuredProcess } from './measured-process';
import type { System, SystemInput } from './system';
import { withBenchTopic } from './with-bench-topic';

/** A system with a topic, a receiver and a process of its own. */
export interface RunningSystem {
  readonly system: System;
  /** What it was started with; its workflow ids begin with the name. */
  readonly input: SystemInput;
  readonly topic: KafkaTopic;
  readonly api: EffectRecorder;
  readonly process: MeasuredProcess;
  readonly engines: BenchEngines;
}

/** `calls`: see `SystemInput`. */
export const withRunningSystem = <T>(
  system: System,
  engines: BenchEngines,
  body: (running: RunningSystem) => Promise<T>,
  calls?: number,
): Promise<T> =>
  withBenchTopic(engines.brokers, (topic) =>
    withEffectRecorder(async (api) => {
      const input = {
        name: uniqueName('bench'),
        topic: topic.name,
        apiUrl: api.url,
        brokers: engines.brokers,
        temporal: engines.temporalAddress,
        ...defined({ calls }),
      };
      const process = await system.start(input);
      try {
        return await body({ system, input, topic, api, process, engines });
      } finally {
        await process.stop();
      }
    }),
  );
