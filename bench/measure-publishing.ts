import { judgePublished } from '../harness/published';
import { readCommitted } from '../harness/read-committed';
import { uniqueName } from '../harness/unique-name';
import { withArrivals } from './arrivals';
import type { BenchEngines } from './bench-engines';
import type { SystemResult } from './bench-result';
import { produceLoad, untilEffects } from './load';
import { figures, spent } from './measure-system';
import { withSteps } from './measured-steps';
import type { System } from './system';
import { withBenchTopic } from './with-bench-topic';
import type { Workload } from './workload';

const RUN_IN_MS = 120_000;

/** Measures one system that brings each record of a topic into another one, exactly once. */
export const measurePublishing = (
  system: System,
  { keys, records }: Workload,
  engines: BenchEngines,
  withinMs: number,
): Promise<SystemResult> =>
  withBenchTopic(engines.brokers, (topic) =>
    withBenchTopic(engines.brokers, (to) =>
      withArrivals(to, async (arrivals) => {
        const input = {
          name: uniqueName('bench'),
          topic: topic.name,
          to: to.name,
          apiUrl: '',
          brokers: engines.brokers,
          temporal: engines.temporalAddress,
        };
        const process = await system.start(input);
        try {
          await produceLoad(topic, { keys, perKey: 1 });
          if (!(await untilEffects({ effects: arrivals }, keys, RUN_IN_MS)))
            throw new Error(`${system.name} did not begin.`);
          const perKey = records / keys;
          return await withSteps({ input, process, engines }, async () => {
            const cpu = { own: process.cpuSeconds, engines: engines.cpuSeconds };
            const startedAt = Date.now();
            await produceLoad(topic, { keys, perKey, from: 1 });
            const all = await untilEffects({ effects: arrivals }, keys + records, withinMs);
            const cost = spent(process, engines, cpu);
            const took = arrivals.slice(keys);
            // kafkajs is no fair judge of what it wrote itself: the Java client has the last word.
            const { doubled, outOfOrder } = judgePublished(await readCommitted(to), { keys, perKey: perKey + 1 });
            return {
              name: system.name,
              ...figures(took, startedAt, all ? undefined : withinMs),
              duplicates: doubled,
              outOfOrder,
              ...cost,
              effects: took.length,
              records,
            };
          });
        } finally {
          await process.stop();
        }
      }),
    ),
  );
