import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Growing, GrowthStep } from './growth-page';
import { KeySequence } from './key-sequence';
import { latencyOf, percentile, produceAll, produceSteadily, untilEffects } from './load';
import type { RunningSystem } from './running-system';
import { untilQuiet } from './until-quiet';

const MEASURED = 2_000;
/** The median counts: how many records share a batch is chance. */
const ROUNDS = 3;
const STEADY = { keys: 100 } as const;
const FILLED_AT_ONCE = 10_000;
const WITHIN_MS = 3_600_000;
/** Calls that are under way at once, of as many keys in one partition. */
export const AT_ONCE = 5_000;
/** A call takes so long that all others of its round begin before it ends. */
const HELD_MS = 60_000;

type Take = (step: GrowthStep) => void;
type Cost = Pick<GrowthStep, 'ownMs' | 'enginesMs'>;

/** What the process of the gateway holds now. */
const held = (pid: number | undefined): Pick<GrowthStep, 'memoryMib' | 'handles' | 'load'> => {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return {
    memoryMib: Math.round(Number(kib) / 1_024),
    handles: readdirSync(`/proc/${String(pid)}/fd`).length,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
};

const untilCalled = async ({ api, system }: RunningSystem, count: number): Promise<void> => {
  if (await untilEffects({ effects: api.calls }, count, WITHIN_MS)) return;
  throw new Error(`${system.name} did not end ${count} records within an hour.`);
};

/** Forgets the calls seen so far: a million of them would be measured as memory of the bench. */
const forget = ({ api }: RunningSystem): void => {
  api.calls.length = 0;
};

const send = async (running: RunningSystem, sequence: KeySequence, count: number): Promise<void> => {
  for (let sent = 0; sent < count; sent += FILLED_AT_ONCE) {
    const some = Math.min(FILLED_AT_ONCE, count - sent);
    forget(running);
    await produceAll(running.topic, sequence.take(some));
    await untilCalled(running, some);
  }
};

const costOf = async (
  { process, engines }: RunningSystem,
  records: number,
  work: () => Promise<void>,
): Promise<Cost> => {
  const before = { own: process.cpuSeconds, engines: engines.cpuSeconds };
  await work();
  const each = (seconds: number): number => Math.round((seconds * 100_000) / records) / 100;
  return { ownMs: each(process.cpuSeconds - before.own), enginesMs: each(engines.cpuSeconds - before.engines) };
};

const medianOf = (costs: readonly Cost[], figure: (cost: Cost) => number): number =>
  costs.map(figure).sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? NaN;

/** Some records more, from rest to rest. */
const measured = async (running: RunningSystem, sequence: KeySequence): Promise<Omit<GrowthStep, 'size'>> => {
  const costs: Cost[] = [];
  await untilQuiet(running.process, running.engines);
  while (costs.length < ROUNDS) {
    const round = async (): Promise<void> => {
      await send(running, sequence, MEASURED);
      await untilQuiet(running.process, running.engines);
    };
    costs.push(await costOf(running, MEASURED, round));
  }
  const [ownMs, enginesMs] = [medianOf(costs, (cost) => cost.ownMs), medianOf(costs, (cost) => cost.enginesMs)];
  return { ownMs, enginesMs, ...held(running.process.pid) };
};

const overKeys = async (running: RunningSystem, counts: readonly number[], take: Take): Promise<void> => {
  // The same keys at each size: with a record or two for each of many keys, it would be batches that get smaller.
  const busy = new KeySequence(STEADY);
  for (const keys of counts) {
    await send(running, new KeySequence({ keys }), keys);
    take({ size: keys, ...(await measured(running, busy)) });
  }
};

const overRecords = async (running: RunningSystem, counts: readonly number[], take: Take): Promise<void> => {
  const sequence = new KeySequence(STEADY);
  let sent = 0;
  for (const records of counts) {
    await send(running, sequence, Math.max(0, records - sent));
    take({ size: records, ...(await measured(running, sequence)) });
    sent = Math.max(records, sent) + ROUNDS * MEASURED;
  }
};

const overMinutes = async (
  running: RunningSystem,
  [minutes = 0, perSecond = 0]: readonly number[],
  take: Take,
): Promise<void> => {
  const sequence = new KeySequence(STEADY);
  const count = perSecond * 60;
  running.api.latencyMs = 10;
  for (let minute = 1; minute <= minutes; minute += 1) {
    forget(running);
    const cost = await costOf(running, count, async () => {
      await produceSteadily(running.topic, sequence.take(count), perSecond);
      await untilCalled(running, count);
    });
    const latencies = running.api.calls.map(latencyOf);
    const [p50Ms, p99Ms] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
    take({ size: minute, ...cost, ...held(running.process.pid), p50Ms, p99Ms });
  }
};

/** All calls of a round are under way at once, of records of one partition; memory is read then. */
const overRounds = async (running: RunningSystem, [rounds = 0]: readonly number[], take: Take): Promise<void> => {
  const { process, engines, topic, api } = running;
  const sequence = new KeySequence({ keys: AT_ONCE });
  await send(running, sequence, AT_ONCE);
  await untilQuiet(process, engines);
  api.latencyMs = HELD_MS;
  for (let round = 1; round <= rounds; round += 1) {
    forget(running);
    let most: Pick<GrowthStep, 'memoryMib' | 'handles' | 'load' | 'calls'> | undefined;
    const cost = await costOf(running, AT_ONCE, async () => {
      await produceAll(topic, sequence.take(AT_ONCE), 0);
      await untilCalled(running, AT_ONCE);
      const calls = api.calls.filter(({ endedAt }) => endedAt === undefined).length;
      most = { ...held(process.pid), calls };
      await delay(HELD_MS);
      await untilQuiet(process, engines);
    });
    take({ size: round, ...cost, ...(most ?? held(process.pid)) });
  }
};

/** How each kind of growth is measured: at which sizes (of minutes: how many, and records a second), and who takes each step. */
export const GROWTH_STEPS: Readonly<
  Record<Growing, (running: RunningSystem, sizes: readonly number[], take: Take) => Promise<void>>
> = { keys: overKeys, records: overRecords, minutes: overMinutes, rounds: overRounds };
