// When an agent polls. Slots are the times that its schedule names: `every` counts from the previous slot, so that a
// late poll does not delay all later ones. The activity computes them by its config: a deploy changes running agents.
import { Cron } from 'croner';
import type { ResolvedAgent, ResolvedSchedule } from '../../config/agent/resolved-agent';

/** Clocks of two workers may differ, so a poll this long before its slot is still the poll of that slot. */
const EARLY_MS = 1_000;
/** The wait if a cron expression has no further time. */
const NEVER_MS = 24 * 60 * 60_000;

export type Scheduled = Pick<ResolvedAgent, 'schedule' | 'overlap' | 'jitterMs'>;

const slotAfter = (schedule: ResolvedSchedule, time: number): number => {
  if (schedule.kind === 'every') return time + schedule.everyMs;
  const next = new Cron(schedule.cron, { timezone: schedule.timeZone }).nextRun(new Date(time));
  return next?.getTime() ?? time + NEVER_MS;
};

const earliness = (schedule: ResolvedSchedule): number =>
  schedule.kind === 'every' ? Math.min(EARLY_MS, schedule.everyMs / 2) : EARLY_MS;

/** The slot of a poll that begins now. A poll that somebody asked for between two slots does not change them. */
export const slotOf = ({ schedule }: Scheduled, last: number | undefined, now: number): number => {
  if (last === undefined) return now;
  const due = slotAfter(schedule, last);
  if (now < due - earliness(schedule)) return last;
  if (schedule.kind === 'cron') return Math.max(due, now);
  return last + Math.max(1, Math.floor((now - last) / schedule.everyMs)) * schedule.everyMs;
};

const firstFrom = (schedule: ResolvedSchedule, slot: number, now: number): number =>
  schedule.kind === 'every'
    ? slot + Math.ceil((now - slot) / schedule.everyMs) * schedule.everyMs
    : slotAfter(schedule, now);

/** The time until the poll after that of `slot`. */
export const untilNext = (
  { schedule, overlap, jitterMs }: Scheduled,
  slot: number,
  now: number,
  random: () => number = Math.random,
): number => {
  const due = slotAfter(schedule, slot);
  if (due <= now && overlap === 'at-once') return 0;
  const next = due > now ? due : firstFrom(schedule, slot, now);
  return Math.round(next - now + jitterMs * random());
};

/** The time until an agent's first poll, or until its next one if its schedule may have changed. */
export const untilAsked = (
  agent: Scheduled,
  last: number | undefined,
  now: number,
  random: () => number = Math.random,
): number => {
  if (last !== undefined) return untilNext(agent, last, now, random);
  return agent.schedule.kind === 'every' ? 0 : untilNext(agent, now, now, random);
};
