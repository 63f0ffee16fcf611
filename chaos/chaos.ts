import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from '../src/engines';
import { API_MODES, type ApiMode } from './api-mode';
import { spanMs, type ChaosOptions } from './chaos-options';
import { check, type Verdict } from './checker';
import type { Facts, ProcessFact, RecordFact } from './facts';
import { hangingTransactions, readCalls, readPublished, readRecords } from './gather-facts';
import { Injector } from './injector';
import { plannedRecords, produceOver } from './load';
import { readOffsets, untilQuiet } from './quiescence';
import { PUBLISHING } from './route-names';
import { planSchedule, scheduleLines, type TimedFault } from './schedule';
import { World } from './world';

/** Time for what is left when all faults are over. After a long run there may be more of it. */
const QUIET_MS = 180_000;
const QUIET_SHARE = 1 / 3;
/** Calls that come too late would come within this time. */
const AFTERMATH_MS = 3_000;

const modesOf = (schedule: readonly TimedFault[], startedAt: number): readonly ApiMode[] =>
  schedule.flatMap(({ name, atMs, lastsMs }) => {
    const mode = API_MODES.find((known) => known === name);
    return mode === undefined ? [] : [{ name: mode, from: startedAt + atMs, until: startedAt + atMs + lastsMs }];
  });

const stopped = async (world: World): Promise<readonly ProcessFact[]> =>
  Promise.all(world.gatewayParts.map(async ({ part }) => part.fact(await part.stop())));

interface Course {
  readonly injector: Injector;
  readonly records: readonly RecordFact[];
  /** What was still to be done when the time was over. */
  readonly left: string | undefined;
}

/** Runs load and faults beside each other, and then only waits. */
const disturbed = async (world: World, options: ChaosOptions, say: Progress, signal: AbortSignal): Promise<Course> => {
  const span = spanMs(options);
  const schedule = planSchedule({ ...options, spanMs: span });
  const startedAt = Date.now();
  world.tellApi(modesOf(schedule, startedAt));
  const injector = new Injector(world, say, signal);
  await Promise.all([
    produceOver(world.kafka, plannedRecords(options.records), span, signal),
    injector.run(schedule, startedAt),
  ]);
  say('All faults are over; waiting until nothing is left to do.');
  const records = await readRecords(world);
  const quietMs = Math.max(QUIET_MS, span * QUIET_SHARE);
  const left = await untilQuiet(world, records, quietMs, signal, () => injector.help());
  await delay(AFTERMATH_MS, undefined, { signal });
  return { injector, records, left };
};

const factsOf = async (world: World, options: ChaosOptions, course: Course): Promise<Facts> => {
  const { injector, records, left } = course;
  const processes = await stopped(world);
  const hanging = await hangingTransactions(world);
  return {
    seed: options.seed,
    kills: injector.kills,
    publishing: PUBLISHING,
    records,
    calls: readCalls(world),
    published: await readPublished(world),
    offsets: await readOffsets(world),
    outages: injector.outages.facts,
    replays: injector.replays,
    generations: world.kafka.generations,
    faults: injector.faults,
    processes,
    leftOver: [
      ...(left === undefined ? [] : [left]),
      ...(records.length >= options.records ? [] : [`${records.length} records in Kafka of those produced`]),
      ...(hanging === 0 ? [] : [`${hanging} open transactions`]),
      ...injector.failures,
    ],
  };
};

/** Does one run in `directory`, where its logs and its facts stay. */
export const runChaos = async (
  options: ChaosOptions,
  directory: string,
  say: Progress,
  signal: AbortSignal,
): Promise<Verdict> => {
  say(`Seed ${options.seed}:`);
  for (const line of scheduleLines(planSchedule({ ...options, spanMs: spanMs(options) }))) say(line);
  const { brokers, gateway } = options;
  const world = await World.start({ directory, brokers, gateway, progress: say, signal });
  try {
    await world.begin();
    const course = await disturbed(world, options, say, signal);
    const facts = await factsOf(world, options, course);
    writeFileSync(path.join(directory, 'facts.json'), JSON.stringify(facts));
    for (const { part } of world.gatewayParts) {
      const [first, ...more] = part.crashes;
      if (first !== undefined) say(`${first}, and ${more.length} times more`);
    }
    return check(facts);
  } finally {
    await world.end();
  }
};
