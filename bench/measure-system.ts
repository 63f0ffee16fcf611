import type { RecordedCall } from '../harness/effect-recorder';
import { judge, type EffectBody } from '../harness/keyed-records';
import type { BenchEngines } from './bench-engines';
import { rounded, type SystemResult } from './bench-result';
import { CountedEffects } from './counted-effects';
import { KeySequence } from './key-sequence';
import { latencyOf, percentile, produceAll, produceSteadily, sentAtOf, untilEffects } from './load';
import type { MeasuredProcess } from './measured-process';
import { withSteps, type Measured } from './measured-steps';
import { withRunningSystem, type RunningSystem } from './running-system';
import type { System } from './system';
import type { Workload } from './workload';

/** Records of keys of their own, by which a process that has just started loads its code. */
const RUN_IN: readonly EffectBody[] = Array.from({ length: 50 }, (_, index) => ({ key: `run-in-${index}`, seq: 0 }));
const RUN_IN_MS = 300_000;

/** Measures one system under one workload, with a topic, a receiver and a process of its own. */
export const measureSystem = (
  system: System,
  workload: Workload,
  engines: BenchEngines,
  withinMs: number,
): Promise<SystemResult> =>
  withRunningSystem(system, engines, async (running) => {
    const sequence = new KeySequence(workload);
    await runIn(running, workload, sequence);
    return withSteps(running, () => measure({ ...running, workload, withinMs }, sequence));
  });

/** What comes before the measured records. */
export const runIn = async (
  { system, topic, api, process }: RunningSystem,
  workload: Workload,
  sequence: KeySequence,
): Promise<void> => {
  const first = workload.warm ? sequence.ofEach() : RUN_IN;
  await produceAll(topic, first);
  if (!(await untilEffects(new CountedEffects(api.calls, 0), first.length, RUN_IN_MS)))
    throw new Error(`${system.name} did not begin within ${RUN_IN_MS / 1_000} s:\n${process.shown}`);
  if (!workload.warm) api.calls.length = 0;
  api.latencyMs = workload.latencyMs;
  const { perSecond, settleSeconds = 0 } = workload;
  if (perSecond !== undefined) await produceSteadily(topic, sequence.take(perSecond * settleSeconds), perSecond);
};

interface Measuring extends RunningSystem {
  readonly workload: Workload;
  readonly withinMs: number;
}

/** Sends the measured records, and waits for their effects. */
export const measure = async (
  { system, workload, topic, api, process, engines, withinMs }: Measuring,
  sequence: KeySequence,
): Promise<Measured> => {
  const { keys, perSecond } = workload;
  const records =
    perSecond === undefined ? workload.records : Math.min(workload.records, (perSecond * withinMs) / 1_000);
  const before = api.calls.length;
  const cpu = { own: process.cpuSeconds, engines: engines.cpuSeconds };
  const startedAt = Date.now();
  const bodies = sequence.take(records);
  await (perSecond === undefined ? produceAll(topic, bodies) : produceSteadily(topic, bodies, perSecond));
  const counted = new CountedEffects(api.calls, before, (call) => sentAtOf(call) >= startedAt);
  const all = await untilEffects(counted, records, withinMs);
  const { effects } = counted;
  const { doubled, outOfOrder } = judge(api, { keys, perKey: 0 });
  return {
    name: system.name,
    ...figures(effects, startedAt, all ? undefined : withinMs),
    duplicates: doubled,
    outOfOrder,
    ...spent(process, engines, cpu),
    effects: effects.length,
    records,
  };
};

/** Reckons throughput and latency. `elapsedMs` is given if the time was over before the records were. */
export const figures = (
  effects: readonly Pick<RecordedCall, 'body' | 'startedAt'>[],
  startedAt: number,
  elapsedMs = (effects.at(-1)?.startedAt ?? startedAt) - startedAt,
): Pick<SystemResult, 'recordsPerSecond' | 'p50Ms' | 'p99Ms' | 'p999Ms'> => {
  const latencies = effects.map(latencyOf);
  return {
    recordsPerSecond: Math.round((effects.length * 1_000) / Math.max(1, elapsedMs)),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    p999Ms: percentile(latencies, 0.999),
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
