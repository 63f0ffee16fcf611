// Measures what failing keys cost the others. One topic goes through one process in rounds. In every other round the
// API refuses one key for good, which parks it, and fails for another, which is tried again without end. Before the
// next round the API is mended, and both keys get what they missed. So nothing of a round is left when the next one
// begins. Only the other keys count.
import { bodyOf, judge } from '../harness/keyed-records';
import type { BenchEngines } from './bench-engines';
import type { BenchResult } from './bench-result';
import { CountedEffects } from './counted-effects';
import { failingKeyShares, type FailingKeyRound } from './failing-key-shares';
import { produceLoad, untilEffects } from './load';
import { figures, spent } from './measure-system';
import { withRunningSystem, type RunningSystem } from './running-system';
import type { System } from './system';
import { untilQuiet } from './until-quiet';
import type { Workload } from './workload';

const REFUSALS: Readonly<Record<string, number>> = { 'key-0': 422, 'key-1': 503 };
const FAILING = Object.keys(REFUSALS).length;
const RUN_IN_MS = 120_000;
/** Covers the longest wait between two tries, 100 s in Temporal's default schedule, and the work that has piled up. */
const SETTLE_MS = 300_000;
/** Fewer rounds do not tell how sure their median is. */
const LEAST_PAIRS = 6;
const MOST_PAIRS = 20;
/** No further round begins after this. */
const ROUNDS_MS = 1_500_000;

export const measureFailingKey = (
  system: System,
  workload: Workload,
  engines: BenchEngines,
  withinMs: number,
  say: (line: string) => void,
): Promise<Required<Omit<BenchResult, 'workload'>>> =>
  withRunningSystem(system, engines, async (running) => {
    const { rounds, perKey } = await inRounds(running, workload, withinMs, say);
    const { doubled, outOfOrder } = judge(running.api, { keys: workload.keys, perKey });
    return failingKeyShares(system.name, rounds, { duplicates: doubled, outOfOrder });
  });

/** Begins and ends with a round without failing keys, so that each round with them stands between two without. */
const inRounds = async (
  running: RunningSystem,
  { keys, records }: Workload,
  withinMs: number,
  say: (line: string) => void,
): Promise<{ readonly rounds: readonly FailingKeyRound[]; readonly perKey: number }> => {
  const { api, topic } = running;
  const perKey = records / keys;
  const rounds: FailingKeyRound[] = [];
  await produceLoad(topic, { keys, perKey: 1 });
  if (!(await untilEffects(new CountedEffects(api.calls, 0), keys, RUN_IN_MS)))
    throw new Error(`${running.system.name} did not begin.`);
  let from = 1;
  let effects = keys;
  const round = async (failing: boolean): Promise<void> => {
    api.react = (call) => ({ status: failing ? (REFUSALS[bodyOf(call).key] ?? 200) : 200 });
    // The failing keys have begun to fail when the clock starts.
    await produceLoad(topic, { keys: FAILING, perKey: 1, from });
    await untilQuiet(running.process, running.engines);
    rounds.push(await oneRound(running, { keys, perKey, from: from + 1 }, failing, withinMs));
    from += 1 + perKey;
    effects += FAILING + keys * perKey;
    say(
      `  ${failing ? 'with failing keys' : 'all well'}: ${String(rounds.at(-1)?.figures.recordsPerSecond)} records/s`,
    );
    await settle(running, effects);
  };
  const until = performance.now() + ROUNDS_MS;
  await round(false);
  for (let pair = 0; pair < LEAST_PAIRS || (pair < MOST_PAIRS && performance.now() < until); pair += 1) {
    await round(true);
    await round(false);
  }
  return { rounds, perKey: from };
};

const oneRound = async (
  { process, engines, topic, api }: RunningSystem,
  load: { readonly keys: number; readonly perKey: number; readonly from: number },
  failing: boolean,
  withinMs: number,
): Promise<FailingKeyRound> => {
  const records = (load.keys - FAILING) * load.perKey;
  const before = api.calls.length;
  const others = new CountedEffects(api.calls, before, (call) => REFUSALS[bodyOf(call).key] === undefined);
  const cpu = { own: process.cpuSeconds, engines: engines.cpuSeconds };
  const startedAt = Date.now();
  await produceLoad(topic, load);
  const all = await untilEffects(others, records, withinMs);
  const { effects } = others;
  // The engines have work after the last effect, too.
  await untilQuiet(process, engines);
  return {
    failing,
    figures: figures(effects, startedAt, all ? undefined : withinMs),
    cost: spent(process, engines, cpu),
    effects: effects.length,
    records,
  };
};

/** Mends the API and has the keys go on, as an operator would. Then nothing is left of the round. */
const settle = async ({ system, input, api }: RunningSystem, effects: number): Promise<void> => {
  api.react = () => ({ status: 200 });
  await system.mended(input);
  if (!(await untilEffects(new CountedEffects(api.calls, 0), effects, SETTLE_MS)))
    throw new Error(`${system.name} did not settle after a round.`);
};
