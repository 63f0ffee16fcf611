import type { ConnectionLike, WorkflowHandle } from '@temporalio/client';
import { HANDOVER_SIGNAL, RECORDS_SIGNAL } from '../../model/contract/contract';
import type { TaskPlace } from '../../model/contract/at-once-contract';
import { defined } from '../../model/defined';

/** Most tasks have few events before them. */
const PAGE_BATCHES = 4;
const MOST_PAGES = 16;
/** Without an answer all is in doubt, so there is time for a slow one. */
const ANSWER_MS = 5_000;
/** `TIMEOUT_TYPE_SCHEDULE_TO_START`: no worker has had the task. */
const NEVER_STARTED = 2;
/** `WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND`: a signal has come for a run that was to be closed. */
const UNHANDLED_COMMAND = 1;

export type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/** What the history of a run says of one of its workflow tasks. */
export interface TaskHistory {
  /** True if it is the current one, and no worker had one before it since the last one that was completed. */
  readonly first: boolean;
  /** When the lost task began that is known to be the last one, in milliseconds since the epoch, if it may still call. */
  readonly lostBegan?: number;
  /** How many signals with records came after the last lost task. */
  readonly unseen: number;
}

/** A task as its run knows it, see `TaskPlace`. */
type Task = Pick<TaskPlace, 'startedId' | 'signals'>;

/**
 * Judges the task that began with the event `startedId`. The number of an attempt would not do: the server counts from one
 * again after a signal, and after a task that was lost on a sticky queue. But each task that a worker was given, and whose
 * loss is not in the history, comes after one whose loss is. Undefined while the events, newest first, do not tell.
 */
export const judgedTask = (events: readonly HistoryEvent[], { startedId, signals }: Task): TaskHistory | undefined => {
  const [newest, ...before] = events;
  if (newest === undefined) return undefined;
  // A task of another attempt at it, or a later one, and one that the server keeps in memory alone.
  const isOurs = newest.workflowTaskStartedEventAttributes != null && Number(newest.eventId) === startedId;
  if (!isOurs) return { first: false, unseen: 0, ...defined({ lostBegan: lastBegun(events) }) };
  let unseen = 0;
  for (const event of before) {
    if (event.workflowTaskCompletedEventAttributes != null) return afterCompleted(before, signals, unseen);
    if (event.workflowExecutionStartedEventAttributes != null) return { first: true, unseen };
    if (hasRecords(event)) unseen += 1;
    if (wasGiven(event))
      return { first: false, unseen, ...defined({ lostBegan: mayCall(event) ? lastBegun(before) : 0 }) };
  }
  return undefined;
};

/**
 * A task that was completed early, because of a long call or a query, leaves no more than its end. A run that was forgotten
 * then takes the task and the next one together, and begins again what went on.
 */
const afterCompleted = (before: readonly HistoryEvent[], signals: number, unseen: number): TaskHistory =>
  unseen >= signals ? { first: true, unseen } : { first: false, unseen, ...defined({ lostBegan: lastBegun(before) }) };

const hasRecords = ({ workflowExecutionSignaledEventAttributes: signaled }: HistoryEvent): boolean =>
  signaled?.signalName === RECORDS_SIGNAL || signaled?.signalName === HANDOVER_SIGNAL;

/** A worker that wanted to close the run has waited for its calls before. */
const mayCall = ({ workflowTaskFailedEventAttributes: failed }: HistoryEvent): boolean =>
  Number(failed?.cause) !== UNHANDLED_COMMAND;

const lastBegun = (events: readonly HistoryEvent[]): number | undefined => {
  const last = events.find((event) => event.workflowTaskStartedEventAttributes != null);
  return last && timeOf(last);
};

/** True of events that tell of a task that some worker was given. */
const wasGiven = (event: HistoryEvent): boolean =>
  event.workflowTaskStartedEventAttributes != null ||
  event.workflowTaskFailedEventAttributes != null ||
  (event.workflowTaskTimedOutEventAttributes != null &&
    Number(event.workflowTaskTimedOutEventAttributes.timeoutType) !== NEVER_STARTED);

const timeOf = ({ eventTime }: HistoryEvent): number =>
  Number(eventTime?.seconds ?? 0) * 1_000 + Math.ceil((eventTime?.nanos ?? 0) / 1_000_000);

interface Run {
  readonly namespace: string;
  readonly workflowId: string;
  readonly runId: string;
}

/**
 * Asks the server, which reads it from its database. It throws if that takes long. A worker's own connection costs less
 * than a client's.
 */
export const taskHistory = (
  connection: ConnectionLike,
  { namespace, ...execution }: Run,
  task: Task,
): Promise<TaskHistory> =>
  connection.withDeadline(Date.now() + ANSWER_MS, async () => {
    const events: HistoryEvent[] = [];
    let nextPageToken: Uint8Array | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const asked = { namespace, execution, maximumPageSize: PAGE_BATCHES, ...defined({ nextPageToken }) };
      const answer = await connection.workflowService.getWorkflowExecutionHistoryReverse(asked);
      events.push(...(answer.history?.events ?? []));
      const judged = judgedTask(events, task);
      if (judged !== undefined) return judged;
      if (answer.nextPageToken.length === 0) break;
      ({ nextPageToken } = answer);
    }
    return { first: false, unseen: 0 };
  });
