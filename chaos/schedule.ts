import { FAULT_NAMES, FAULTS, type FaultName } from './fault';
import { randomFrom } from '../harness/random-from';

export interface TimedFault {
  /** Milliseconds after the first record was produced. */
  readonly atMs: number;
  readonly name: FaultName;
  /** Number of the bridge, worker or broker, modulo how many there are. */
  readonly target: number;
  readonly lastsMs: number;
}

export interface ScheduleInput {
  readonly seed: number;
  /** Number of SIGKILLs. Each of them is joined by a fault of another kind, if `faults` has one. */
  readonly kills: number;
  readonly faults: readonly FaultName[];
  /** Time over which the faults are spread. */
  readonly spanMs: number;
}

const MOST_TARGETS = 12;

/** Deals all names in a random order, then again in another one, so that each kind comes about equally often. */
const dealt = (names: readonly FaultName[], count: number, random: () => number): readonly FaultName[] => {
  const drawn: FaultName[] = [];
  while (names.length > 0 && drawn.length < count) {
    const deck = [...names];
    while (deck.length > 0) drawn.push(...deck.splice(Math.floor(random() * deck.length), 1));
  }
  return drawn.slice(0, count);
};

/** Plans the same faults at the same times for the same input, in the order of time. Nothing else decides. */
export const planSchedule = ({ seed, kills, faults, spanMs }: ScheduleInput): readonly TimedFault[] => {
  const random = randomFrom(seed);
  const chosen = FAULT_NAMES.filter((name) => faults.includes(name));
  const ofKind = (kind: 'kill' | 'other'): readonly FaultName[] => chosen.filter((name) => FAULTS[name].kind === kind);
  const names = [...dealt(ofKind('kill'), kills, random), ...dealt(ofKind('other'), kills, random)];
  const planned = names.map((name, index): TimedFault => {
    // Kills share the time evenly among them, and so do the others. Each comes at a random moment of its share.
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

/** Shows a schedule on the screen. */
export const scheduleLines = (schedule: readonly TimedFault[]): readonly string[] =>
  schedule.map(({ atMs, name, target, lastsMs }) => {
    const at = `${(atMs / 1_000).toFixed(1).padStart(7)} s`;
    return `${at}  ${name.padEnd(20)} no. ${String(target).padStart(2)}, ${(lastsMs / 1_000).toFixed(1)} s`;
  });
