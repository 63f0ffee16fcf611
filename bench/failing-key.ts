// What one failing key costs the others. Three topics go through the same processes, one after another in rounds, so
// that what else the machine does meets them alike: one where all is well, one where a key is refused for good, and one
// where the API has been failing for a key since ever, which is tried again without end.
import { withEffectRecorder, type EffectRecorder, type RecordedCall } from '../test/support/effect-recorder';
import { bodyOf, judge } from '../test/support/keyed-records';
import type { KafkaTopic } from '../test/support/kafka-topic';
import { uniqueName } from '../test/support/unique-name';
import type { BenchEngines } from './bench-engines';
import type { SystemResult } from './bench-result';
import { produceLoad, untilEffects } from './load';
import { figures, spent } from './measure-system';
import type { System } from './system';
import { withBenchTopic } from './with-bench-topic';
import type { Workload } from './workload';

const FAILING = 'key-0';
const CONDITIONS = [
  { condition: 'all well', status: 200 },
  { condition: 'a key parked', status: 422 },
  { condition: 'a key retrying', status: 503 },
] as const;
type Condition = (typeof CONDITIONS)[number] & { readonly topic: KafkaTopic };

interface Round {
  readonly condition: string;
  readonly figures: Pick<SystemResult, 'recordsPerSecond' | 'p50Ms' | 'p99Ms'>;
  readonly cost: Pick<SystemResult, 'cpuSeconds' | 'engineCpuSeconds'>;
  readonly effects: number;
  readonly records: number;
}

export interface FailingKeyResult {
  readonly systems: readonly SystemResult[];
  readonly ratios: Readonly<Record<string, number>>;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const sum = (values: readonly (number | null)[]): number | null =>
  values.includes(null) ? null : Math.round(values.reduce<number>((total, value) => total + (value ?? 0), 0) * 10) / 10;

export const measureFailingKey = (
  system: System,
  workload: Workload,
  engines: BenchEngines,
  { rounds, withinMs }: { readonly rounds: number; readonly withinMs: number },
): Promise<FailingKeyResult> =>
  withTopics(engines.brokers, (conditions) =>
    withEffectRecorder(async (api) => {
      const running = await system.start({
        name: uniqueName('bench'),
        topics: conditions.map(({ topic }) => topic.name),
        apiUrl: api.url,
        brokers: engines.brokers,
        temporal: engines.temporalAddress,
      });
      try {
        api.react = (call) => {
          const { status } = conditions.find(({ topic }) => call.path === `/${topic.name}`) ?? CONDITIONS[0];
          return { status: bodyOf(call).key === FAILING ? status : 200 };
        };
        const round = async (from: number, { topic, condition, status }: Condition, perKey: number): Promise<Round> => {
          const { keys } = workload;
          const records = (status === 200 ? keys : keys - 1) * perKey;
          const before = api.effects.length;
          const cpu = { own: running.cpuSeconds, engines: engines.cpuSeconds };
          const startedAt = Date.now();
          await produceLoad(topic, { keys, perKey, from });
          const all = await untilEffects(api, before + records, withinMs);
          const effects = api.effects.slice(before);
          const cost = spent(running, engines, cpu);
          const measured = figures(effects, startedAt, all ? undefined : withinMs);
          return { condition, figures: measured, cost, effects: effects.length, records };
        };
        for (const condition of conditions) await round(0, condition, 1);
        const done: Round[] = [];
        for (let index = 0; index < rounds; index += 1) {
          const order = index % 2 === 0 ? conditions : [...conditions].reverse();
          for (const condition of order) {
            done.push(await round(1 + index * workload.perKey, condition, workload.perKey));
          }
        }
        return summary(system, workload.keys, 1 + rounds * workload.perKey, conditions, done, api);
      } finally {
        await running.stop();
      }
    }),
  );

const withTopics = <T>(brokers: string, body: (conditions: readonly Condition[]) => Promise<T>): Promise<T> => {
  const next = (made: readonly Condition[]): Promise<T> => {
    const condition = CONDITIONS[made.length];
    if (condition === undefined) return body(made);
    return withBenchTopic(brokers, (topic) => next([...made, { ...condition, topic }]));
  };
  return next([]);
};

const summary = (
  { name }: System,
  keys: number,
  perKey: number,
  conditions: readonly Condition[],
  done: readonly Round[],
  api: EffectRecorder,
): FailingKeyResult => {
  const systems = conditions.map(({ condition, topic }): SystemResult => {
    const rounds = done.filter((round) => round.condition === condition);
    const effects = api.effects.filter((call: RecordedCall) => call.path === `/${topic.name}`);
    const { doubled, outOfOrder } = judge({ effects }, { keys, perKey });
    return {
      name: `${name}: ${condition}`,
      recordsPerSecond: median(rounds.map(({ figures: { recordsPerSecond } }) => recordsPerSecond)),
      p50Ms: median(rounds.map(({ figures: { p50Ms } }) => p50Ms)),
      p99Ms: median(rounds.map(({ figures: { p99Ms } }) => p99Ms)),
      duplicates: doubled,
      outOfOrder,
      cpuSeconds: sum(rounds.map(({ cost: { cpuSeconds } }) => cpuSeconds)),
      engineCpuSeconds: sum(rounds.map(({ cost: { engineCpuSeconds } }) => engineCpuSeconds)),
      effects: rounds.reduce((total, round) => total + round.effects, 0),
      records: rounds.reduce((total, round) => total + round.records, 0),
    };
  });
  const rateOf = (condition: string): readonly number[] =>
    done.filter((round) => round.condition === condition).map((round) => round.figures.recordsPerSecond);
  const [well, ...failing] = conditions.map(({ condition }) => condition);
  const base = rateOf(well ?? '');
  const ratios = failing.map((condition) => {
    const shares = rateOf(condition).map((rate, index) => rate / (base[index] ?? NaN));
    return [`${name}: ${condition}`, Math.round(median(shares) * 1_000) / 1_000] as const;
  });
  return { systems, ratios: Object.fromEntries(ratios) };
};
