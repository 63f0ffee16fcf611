import { withEffectRecorder, type RecordedCall } from '../harness/effect-recorder';
import { judge } from '../harness/keyed-records';
import { uniqueName } from '../harness/unique-name';
import type { BenchEngines } from './bench-engines';
import type { SystemResult } from './bench-result';
import { latencyOf, percentile, produceLoad, untilEffects } from './load';
import type { MeasuredProcess } from './measured-process';
import type { System } from './system';
import { withBenchTopic } from './with-bench-topic';
import type { Workload } from './workload';

/** Records of keys of their own, by which a process that has just started loads its code. */
const RUN_IN = { keys: 50, perKey: 1 };
const RUN_IN_MS = 300_000;

const rounded = (value: number): number | null => (Number.isNaN(value) ? null : Math.round(value * 10) / 10);

/** Measures one system under one workload, with a topic, a receiver and a process of its own. */
export const measureSystem = (
  system: System,
  workload: Workload,
  engines: BenchEngines,
  withinMs: number,
): Promise<SystemResult> =>
  withBenchTopic(engines.brokers, (topic) =>
    withEffectRecorder(async (api) => {
      const { keys, perKey, warm } = workload;
      const running = await system.start({
        name: uniqueName('bench'),
        topic: topic.name,
        apiUrl: api.url,
        brokers: engines.brokers,
        temporal: engines.temporalAddress,
      });
      try {
        const before = warm ? { keys, perKey: 1 } : RUN_IN;
        await produceLoad(topic, before, warm ? '' : 'run-in-');
        if (!(await untilEffects(api, before.keys, RUN_IN_MS))) throw new Error(`${system.name} did not begin.`);
        const ranIn = warm ? before.keys : 0;
        if (!warm) api.calls.length = 0;
        api.latencyMs = workload.latencyMs;
        const cpu = { own: running.cpuSeconds, engines: engines.cpuSeconds };
        const from = warm ? 1 : 0;
        const startedAt = Date.now();
        await produceLoad(topic, { keys, perKey, from });
        const all = await untilEffects(api, ranIn + keys * perKey, withinMs);
        const effects = api.effects.slice(ranIn);
        const { doubled, outOfOrder } = judge(api, { keys, perKey: perKey + from });
        return {
          name: system.name,
          ...figures(effects, startedAt, all ? undefined : withinMs),
          duplicates: doubled,
          outOfOrder,
          ...spent(running, engines, cpu),
          effects: effects.length,
          records: keys * perKey,
        };
      } finally {
        await running.stop();
      }
    }),
  );

/** Reckons throughput and latency. `elapsedMs` is given if the time was over before the records were. */
export const figures = (
  effects: readonly Pick<RecordedCall, 'body' | 'startedAt'>[],
  startedAt: number,
  elapsedMs = (effects.at(-1)?.startedAt ?? startedAt) - startedAt,
): Pick<SystemResult, 'recordsPerSecond' | 'p50Ms' | 'p99Ms'> => {
  const latencies = effects.map(latencyOf);
  return {
    recordsPerSecond: Math.round((effects.length * 1_000) / Math.max(1, elapsedMs)),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
};

export const spent = (
  running: MeasuredProcess,
  engines: BenchEngines,
  before: { readonly own: number; readonly engines: number },
): Pick<SystemResult, 'cpuSeconds' | 'engineCpuSeconds'> => ({
  cpuSeconds: rounded(running.cpuSeconds - before.own),
  engineCpuSeconds: rounded(engines.cpuSeconds - before.engines),
});
