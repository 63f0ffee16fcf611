// When a call may be made inside the workflow task that takes its record, see docs/internals/short-way.md.

/** Temporal's default. */
const TASK_TIMEOUT_MS = 10_000;
/** The longest task that a workflow is given for the sake of its calls: as long as an activity may be without heartbeat. */
export const LONGEST_TASK_MS = 15_000;
/** How long after the beginning of its task a call may begin. */
const BEGIN_WITHIN_MS = 3_000;

/** For clocks that run apart, and for calls that end slowly. */
export const TASK_MARGIN_MS = 2_000;

/** A task takes no more records at once: they are called for one after another. */
export const AT_ONCE_RECORDS = 4;

/** What the name ends with that the server knows a worker by, if it knows of calls inside workflow tasks. */
export const KNOWS_AT_ONCE = '+at-once';

/** True if a call of at most `callMs` ends before a task of `taskMs`, after which another worker may get it (I6). */
export const endsInTask = (callMs: number, taskMs: number): boolean =>
  callMs + BEGIN_WITHIN_MS + TASK_MARGIN_MS <= taskMs;

/** The timeout of a workflow's tasks in which calls of at most `callMs` may be made; undefined if they may not. */
export const taskTimeoutFor = (callMs: number): number | undefined => {
  const taskMs = Math.max(TASK_TIMEOUT_MS, callMs + BEGIN_WITHIN_MS + TASK_MARGIN_MS);
  return taskMs <= LONGEST_TASK_MS ? taskMs : undefined;
};
