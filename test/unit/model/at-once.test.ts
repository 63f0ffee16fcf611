import fc from 'fast-check';
import { endsInTask, TASK_MARGIN_MS, taskTimeoutFor } from '../../../src/model/at-once';

test('I6: A task that a workflow is given for its calls outlasts each of them, with its margin, and lasts 10 to 15 seconds.', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300_000 }), (callMs) => {
      const taskMs = taskTimeoutFor(callMs);
      if (taskMs === undefined) return callMs > 10_000;
      return taskMs >= 10_000 && taskMs <= 15_000 && endsInTask(callMs, taskMs) && callMs + TASK_MARGIN_MS < taskMs;
    }),
  );
});

test('The default time-out of a destination allows calls inside tasks, and a longer one does not.', () => {
  expect([10_000, 10_001].map(taskTimeoutFor)).toEqual([15_000, undefined]);
});

test('I6: A run that began with shorter tasks makes no call inside them that may last longer.', () => {
  expect([5_000, 5_001].map((callMs) => endsInTask(callMs, 10_000))).toEqual([true, false]);
});
