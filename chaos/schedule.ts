import { FAULT_NAMES, FAULTS, type FaultName } from './fault';
import { randomFrom } from './random-from';

export interface TimedFault {
  /** Milliseconds after the first record was produced. */
  readonly atMs: number;
  readonly name: FaultName;
  /** Which one of several bridges, workers, brokers: taken modulo their number. */
  readonly target: number;
  readonly lastsMs: number;
}

export interface ScheduleInput {
  readonly seed: number;
  /** SIGKILLs. Beside each of them stands a fault of another kind, where `faults` has one. */
  readonly kills: number;
  readonly faults: readonly FaultName[];
  /** Time over which the faults are spread. */
  readonly spanMs: number;
}

const MOST_TARGETS = 12;

/** All of them in a drawn order, then again in another one: each kind comes about equally often. */
const dealt = (names: readonly FaultName[], count: number, random: () => number): readonly FaultName[] => {
  const drawn: FaultName[] = [];
  while (names.length > 0 && drawn.length < count) {
    const deck = [...names];
    while (deck.length > 0) drawn.push(...deck.splice(Math.floor(random() * deck.length), 1));
  }
  return drawn.slice(0, count);
};

/** The same faults at the same times for the same input, in the order of time. Nothing else decides what is injected. */
export const planSchedule = ({ seed, kills, faults, spanMs }: ScheduleInput): readonly TimedFault[] => {
  const random = randomFrom(seed);
  const chosen = FAULT_NAMES.filter((name) => faults.includes(name));
  const ofKind = (kind: 'kill' | 'other'): readonly FaultName[] => chosen.filter((name) => FAULTS[name].kind === kind);
  const names = [...dealt(ofKind('kill'), kills, random), ...dealt(ofKind('other'), kills, random)];
  const planned = names.map((name, index): TimedFault => {
    // Kills share the time evenly among them, and so do the others; each comes at a drawn moment of its share.
    const place = (index % Math.max(1, kills)) + random();
    const { shortestMs, longestMs } = FAULTS[name];
    return {
      atMs: Math.round((place / Math.max(1, kills)) * spanMs),
      name,
      target: Math.floor(random() * MOST_TARGETS),
      lastsMs: Math.round(shortestMs + random() * (longestMs - shortestMs)),
    };
  });
  return planned.sort((a, b) => a.atMs - b.atMs);
};

/** For the screen. */
export const scheduleLines = (schedule: readonly TimedFault[]): readonly string[] =>
  schedule.map(({ atMs, name, target, lastsMs }) => {
    const at = `${(atMs / 1_000).toFixed(1).padStart(7)} s`;
    return `${at}  ${name.padEnd(20)} no. ${String(target).padStart(2)}, ${(lastsMs / 1_000).toFixed(1)} s`;
  });
