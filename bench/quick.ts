// The guard of speed: both shapes of Sluice beside plain kafkajs, all at once in one run, a round each in turns. Only
// ratios to kafkajs, processor time and writes of workflows count, of which a busy neighbour changes little.
import type { BenchEngines } from './bench-engines';
import { rounded } from './bench-result';
import { KeySequence } from './key-sequence';
import { measure, runIn } from './measure-system';
import { withSteps } from './measured-steps';
import type { QuickFigures } from './quick-floor';
import { withRunningSystem, type RunningSystem } from './running-system';
import { CONSUMER, halved, SHAPES_OF_SLUICE, type System } from './system';
import { untilQuiet } from './until-quiet';
import type { Workload } from './workload';

const ROUNDS = 3;
/** Longer than any busy machine takes: only ratios are judged. */
const WITHIN_MS = 240_000;
const TOGETHER: Workload = { keys: 100, records: 2_000, latencyMs: 0, warm: true };
/** Too few for two of a key to be under way at once: what each costs alone. */
const ALONE: Workload = { keys: 100, records: 40, latencyMs: 0, warm: true, perSecond: 20 };

/** The best of some rounds. */
interface Best {
  readonly perSecond: number;
  readonly cpuSeconds: number;
}

interface Competitor {
  readonly running: RunningSystem;
  readonly sequence: KeySequence;
  /** Resolves when it has met its keys once. */
  readonly ready: Promise<void>;
  best: Best;
}

/** Measures both shapes, by their names; made half as quick if `half`. */
export const measureQuick = (
  engines: BenchEngines,
  half: boolean,
  say: (line: string) => void,
): Promise<Readonly<Record<string, QuickFigures>>> =>
  withAll([CONSUMER, ...(half ? SHAPES_OF_SLUICE.map(halved) : SHAPES_OF_SLUICE)], engines, async (competitors) => {
    await Promise.all(competitors.map(({ ready }) => ready));
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const competitor of competitors) {
        const { running, sequence, best } = competitor;
        await untilQuiet(running.process, engines);
        const now = await measure({ ...running, workload: TOGETHER, withinMs: WITHIN_MS }, sequence);
        refuseFaults(now);
        say(
          `${now.name} (${round} of ${ROUNDS}): ${now.recordsPerSecond} records/s, ${now.cpuSeconds ?? '-'} s of CPU`,
        );
        competitor.best = {
          perSecond: Math.max(best.perSecond, now.recordsPerSecond),
          cpuSeconds: Math.min(best.cpuSeconds, now.cpuSeconds ?? NaN),
        };
      }
    }
    const [reference, ...shapes] = competitors;
    const figures: Record<string, QuickFigures> = {};
    for (const shape of shapes) figures[shape.running.system.name] = await figuresOf(shape, reference?.best);
    return figures;
  });

const withAll = <T>(
  [next, ...others]: readonly System[],
  engines: BenchEngines,
  body: (competitors: readonly Competitor[]) => Promise<T>,
  competitors: readonly Competitor[] = [],
): Promise<T> =>
  next === undefined
    ? body(competitors)
    : withRunningSystem(next, engines, async (running) => {
        const sequence = new KeySequence(TOGETHER);
        const best: Best = { perSecond: 0, cpuSeconds: Infinity };
        const ready = runIn(running, TOGETHER, sequence);
        // All are awaited together, after the last one has started.
        ready.catch(() => undefined);
        return withAll(others, engines, body, [...competitors, { running, sequence, ready, best }]);
      });

const figuresOf = async (competitor: Competitor, reference?: Best): Promise<QuickFigures> => {
  const { best } = competitor;
  const updates: (number | null)[] = [];
  // Where the machine keeps a call waiting, an activity makes the next ones.
  while (updates.length < ROUNDS) updates.push(await updatesOfLone(competitor));
  return {
    throughput: rounded(best.perSecond / (reference?.perSecond ?? NaN)),
    cpu: rounded(best.cpuSeconds / (reference?.cpuSeconds ?? NaN)),
    updates: updates.includes(null) ? null : Math.min(...updates.map(Number)),
  };
};

const updatesOfLone = async ({ running, sequence }: Competitor): Promise<number | null> => {
  const lone = await withSteps(running, () => measure({ ...running, workload: ALONE, withinMs: WITHIN_MS }, sequence));
  refuseFaults(lone);
  return lone.engineUpdates;
};

const refuseFaults = (result: Awaited<ReturnType<typeof measure>>): void => {
  const { name, effects, records, duplicates, outOfOrder } = result;
  if (effects === records && duplicates === 0 && outOfOrder === 0) return;
  const faults = `${duplicates} doubled and ${outOfOrder} out of order`;
  throw new Error(`${name}: ${effects} of ${records} effects within ${WITHIN_MS / 1_000} s, ${faults}.`);
};
