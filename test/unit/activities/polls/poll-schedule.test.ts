import fc from 'fast-check';
import { slotOf, untilAsked, untilNext, type Scheduled } from '../../../../src/activities/polls/poll-schedule';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const T0 = Date.UTC(2026, 0, 5, 12);

const every = (everyMs: number, more: Partial<Scheduled> = {}): Scheduled => ({
  schedule: { kind: 'every', everyMs },
  overlap: 'skip',
  jitterMs: 0,
  ...more,
});

const cron = (expression: string, more: Partial<Scheduled> = {}, timeZone = 'UTC'): Scheduled => ({
  schedule: { kind: 'cron', cron: expression, timeZone },
  overlap: 'skip',
  jitterMs: 0,
  ...more,
});

const at = (iso: string): number => Date.parse(iso);
const after = (agent: Scheduled, slot: number, now = slot): string =>
  new Date(now + untilNext(agent, slot, now)).toISOString();

const SCHEDULES = fc.oneof(
  fc.integer({ min: 100, max: 7 * DAY }).map((everyMs) => every(everyMs)),
  fc
    .tuple(
      fc.constantFrom('* * * * *', '*/7 * * * *', '30 2 * * *', '0 0 29 2 *', '*/5 * * * * *', '0 1-3 * 3,10 0'),
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
    )
    .map(([expression, zone]) => cron(expression, {}, zone)),
);
// Around the clock changes of both hemispheres, to the millisecond.
const TIMES = fc.oneof(
  fc.integer({ min: at('2026-03-28T00:00:00Z'), max: at('2026-03-30T00:00:00Z') }),
  fc.integer({ min: at('2026-10-24T00:00:00Z'), max: at('2026-10-26T00:00:00Z') }),
  fc.integer({ min: at('2026-03-07T00:00:00Z'), max: at('2026-03-09T00:00:00Z') }),
  fc.integer({ min: T0, max: T0 + 2 * DAY }),
);

test('The next poll is one interval after the slot before, however late or long the poll was.', () => {
  expect(untilNext(every(10_000), T0, T0 + 3_000)).toBe(7_000);
  expect(untilNext(every(10_000), T0, T0 + 9_999)).toBe(1);
});

test('The next poll leaves out times that passed while a poll was under way, or is one at once.', () => {
  expect(untilNext(every(10_000), T0, T0 + 34_000)).toBe(6_000);
  expect(untilNext(every(10_000, { overlap: 'at-once' }), T0, T0 + 34_000)).toBe(0);
  expect(untilNext(cron('*/5 * * * *'), T0, T0 + 11 * MINUTE)).toBe(4 * MINUTE);
  expect(untilNext(cron('*/5 * * * *', { overlap: 'at-once' }), T0, T0 + 11 * MINUTE)).toBe(0);
});

test('The next poll is put off by at most the jitter.', () => {
  expect(untilNext(every(10_000, { jitterMs: 1_000 }), T0, T0, () => 0)).toBe(10_000);
  expect(untilNext(every(10_000, { jitterMs: 1_000 }), T0, T0, () => 0.5)).toBe(10_500);
});

test('The next poll keeps to the clock of its time zone when that changes.', () => {
  const berlin = cron('30 8 * * *', {}, 'Europe/Berlin');
  expect(after(berlin, at('2026-03-28T07:30:00Z'))).toBe('2026-03-29T06:30:00.000Z');
  expect(after(berlin, at('2026-10-24T06:30:00Z'))).toBe('2026-10-25T07:30:00.000Z');
});

test('The next poll of a cron expression without a further time is not asked for without end.', () => {
  expect(untilNext(cron('0 0 0 1 1 * 2020'), T0, T0)).toBe(DAY);
});

test('The next poll of an agent that was never polled is at once, or at the first time of its cron expression.', () => {
  expect(untilAsked(every(10_000), undefined, T0)).toBe(0);
  expect(untilAsked(cron('*/5 * * * *'), undefined, T0 + MINUTE)).toBe(4 * MINUTE);
  expect(untilAsked(every(10_000), T0, T0 + 3_000)).toBe(7_000);
});

test('The next poll is never in the past, and with slots left out one slot away at most, whatever the times.', () => {
  fc.assert(
    fc.property(SCHEDULES, TIMES, fc.integer({ min: 0, max: 3 * DAY }), (agent, slot, late) => {
      const wait = untilNext(agent, slot, slot + late);
      expect(wait).toBeGreaterThanOrEqual(0);
      if (agent.schedule.kind === 'every') expect(wait).toBeLessThanOrEqual(agent.schedule.everyMs);
      // A cron that comes at its own moment again would poll without a pause.
      else expect(wait).toBeGreaterThan(0);
    }),
  );
});

test('The slot of a poll is the time itself at first, then counts on in intervals, and so does not drift.', () => {
  expect(slotOf(every(10_000), undefined, T0)).toBe(T0);
  expect(slotOf(every(10_000), T0, T0 + 10_400)).toBe(T0 + 10_000);
  expect(slotOf(every(10_000), T0, T0 + 34_000)).toBe(T0 + 30_000);
});

test('The slot of a poll is met a little early, too, because the clocks of two workers differ.', () => {
  expect(slotOf(every(10_000), T0, T0 + 9_200)).toBe(T0 + 10_000);
  expect(slotOf(cron('*/5 * * * *'), T0, T0 + 5 * MINUTE - 800)).toBe(T0 + 5 * MINUTE);
});

test('The slot of a poll stays where it was when somebody asked for a poll in between.', () => {
  expect(slotOf(every(10_000), T0, T0 + 5_000)).toBe(T0);
  expect(slotOf(cron('*/5 * * * *'), T0, T0 + MINUTE)).toBe(T0);
});

test('I10: The slot of a poll only grows, and the next poll is after it, so that no schedule polls without a pause.', () => {
  fc.assert(
    fc.property(
      SCHEDULES,
      TIMES,
      fc.array(fc.integer({ min: 0, max: DAY }), { maxLength: 30 }),
      (agent, start, steps) => {
        let now = start;
        let slot = slotOf(agent, undefined, now);
        for (const step of steps) {
          now += step;
          const next = slotOf(agent, slot, now);
          expect(next).toBeGreaterThanOrEqual(slot);
          slot = next;
          const due = now + untilNext(agent, slot, now);
          expect(due).toBeGreaterThanOrEqual(now);
          // The poll that begins when it is due is that of a later slot.
          expect(slotOf(agent, slot, due)).toBeGreaterThan(slot);
          now = due;
          slot = slotOf(agent, slot, due);
        }
      },
    ),
  );
});
