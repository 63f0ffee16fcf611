import fc from 'fast-check';
import { FAULT_NAMES, FAULTS } from '../../../chaos/fault';
import { planSchedule, scheduleLines } from '../../../chaos/schedule';

const input = fc.record({
  seed: fc.nat(),
  kills: fc.integer({ min: 0, max: 60 }),
  faults: fc.subarray([...FAULT_NAMES], { minLength: 1 }),
  spanMs: fc.integer({ min: 1_000, max: 600_000 }),
});

test('The schedule of a chaos run is the same for the same seed, and another one for another seed.', () => {
  const schedule = { kills: 20, faults: FAULT_NAMES, spanMs: 60_000 };
  expect(planSchedule({ ...schedule, seed: 7 })).toEqual(planSchedule({ ...schedule, seed: 7 }));
  expect(planSchedule({ ...schedule, seed: 7 })).not.toEqual(planSchedule({ ...schedule, seed: 8 }));
});

test('The schedule of a chaos run has the kills that were asked for, only faults that were chosen, in order and within the time.', () => {
  fc.assert(
    fc.property(input, (given) => {
      const schedule = planSchedule(given);
      const kills = schedule.filter(({ name }) => FAULTS[name].kind === 'kill');
      const canKill = given.faults.some((name) => FAULTS[name].kind === 'kill');
      expect(kills).toHaveLength(canKill ? given.kills : 0);
      for (const [index, { name, atMs, lastsMs }] of schedule.entries()) {
        expect(given.faults).toContain(name);
        expect(atMs).toBeGreaterThanOrEqual(schedule[index - 1]?.atMs ?? 0);
        expect(atMs).toBeLessThanOrEqual(given.spanMs);
        expect(lastsMs).toBeGreaterThanOrEqual(FAULTS[name].shortestMs);
        expect(lastsMs).toBeLessThanOrEqual(FAULTS[name].longestMs);
      }
    }),
    { numRuns: 30 },
  );
});

test('The schedule of a chaos run deals each kind of kill before any comes again.', () => {
  const names = planSchedule({ seed: 3, kills: 5, faults: FAULT_NAMES, spanMs: 60_000 }).map(({ name }) => name);
  expect(names.filter((name) => FAULTS[name].kind === 'kill').sort()).toEqual(
    FAULT_NAMES.filter((name) => FAULTS[name].kind === 'kill').sort(),
  );
});

test('The schedule of a chaos run is printed a line for each fault.', () => {
  const schedule = planSchedule({ seed: 3, kills: 1, faults: ['kill-broker'], spanMs: 60_000 });
  expect(scheduleLines(schedule).join()).toMatch(/^ +\d+\.\d s {2}kill-broker +no\. +\d+, \d+\.\d s$/);
});
