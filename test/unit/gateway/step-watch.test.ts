import { getEnvironmentData } from 'node:worker_threads';
import { StepWatch } from '../../../src/gateway/step-watch';
import { toldSlowStep } from '../../../src/gateway/told-slow-step';
import type { Log } from '../../../src/log';
import { STEP_SLOTS, StepSlot } from '../../../src/model/step-slot';

const THREAD = 4_711;

interface Line {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const watched = (body: (slot: StepSlot, lines: readonly Line[]) => void): void => {
  jest.useFakeTimers();
  const lines: Line[] = [];
  const keep =
    (level: string) =>
    (fields: Readonly<Record<string, unknown>>): number =>
      lines.push({ level, fields });
  const log: Log = { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
  const watch = new StepWatch(toldSlowStep({ gateway: 'bank', routes: [{ name: 'payments' }] }, log));
  try {
    const slot = StepSlot.take(getEnvironmentData(STEP_SLOTS) as unknown as SharedArrayBuffer, THREAD);
    if (slot === undefined) throw new Error('expected a slot');
    body(slot, lines);
  } finally {
    watch.end();
    jest.useRealTimers();
  }
};

test('A step that does not end is told once, after some seconds, by its route and key.', () => {
  watched((slot, lines) => {
    slot.begin('bank/payments/~lane-3-of-32');
    slot.handles('acc-07');
    jest.advanceTimersByTime(60_000);
    const fields = { route: 'payments', key: 'acc-07', workflowId: 'bank/payments/~lane-3-of-32', seconds: 5 };
    expect(lines).toEqual([{ level: 'warn', fields }]);
  });
});

test('Steps that end are not told, however many follow one another.', () => {
  watched((slot, lines) => {
    for (let second = 0; second < 60; second += 1) {
      slot.begin('bank/payments/acc-07');
      slot.handles('acc-07');
      jest.advanceTimersByTime(4_000);
      slot.end();
      slot.begin('bank/payments/acc-08');
      jest.advanceTimersByTime(500);
      slot.end();
    }
    jest.advanceTimersByTime(60_000);
    expect(lines).toEqual([]);
  });
});

test('A step of which no handler began is told without a key, and none of an earlier step is told in its place.', () => {
  watched((slot, lines) => {
    slot.begin('bank/payments/~lane-3-of-32');
    slot.handles('acc-07');
    slot.end();
    slot.begin('elsewhere/payments/acc-08');
    jest.advanceTimersByTime(7_000);
    expect(lines).toEqual([{ level: 'warn', fields: { workflowId: 'elsewhere/payments/acc-08', seconds: 5 } }]);
  });
});

test('A thread for which no slot is left gets none.', () => {
  const memory = StepSlot.memory(1);
  expect(StepSlot.take(memory, 1)).toBeDefined();
  expect(StepSlot.take(memory, 2)).toBeUndefined();
});

test('An id that is longer than its place is cut.', () => {
  const memory = StepSlot.memory(1);
  const slot = StepSlot.take(memory, 1);
  slot?.begin('x'.repeat(5_000));
  slot?.handles('key');
  expect(slot?.open).toMatchObject({ workflowId: 'x'.repeat(1_000), chain: 'key' });
});
