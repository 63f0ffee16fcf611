import type { WorkflowHandle } from '@temporalio/client';
import { HANDOVER_SIGNAL, RECORDS_SIGNAL, type RecordsSignal } from '../../model/contract/contract';
import { START_REFUSED } from '../../model/contract/release-contract';
import { LONGEST_TASK_MS } from '../../model/at-once';
import { readRecordsSignal } from '../../model/wire/records-signal';
import { defined } from '../../model/defined';
import { firstArgument } from '../first-argument';

export interface SentRecords {
  readonly name: typeof RECORDS_SIGNAL | typeof HANDOVER_SIGNAL;
  readonly signal: RecordsSignal;
}

export interface DoneUpdate {
  readonly name: string;
  /** Number of signals with records that came before it. */
  readonly after: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Whoever may write to Temporal may have sent anything. */
  readonly argument: unknown;
  /** What the run answered; absent if the history does not tell. */
  readonly answer?: unknown;
}

/** What the history of a run tells without a replay. */
export interface ClosedRun<Input> {
  readonly workflowType: string;
  readonly taskQueue: string;
  readonly input: Input;
  /** Records sent to it, in order, without what is none: the run refused that. */
  readonly sent: readonly SentRecords[];
  /** What operators and callers had it do by Update, in order, as far as it was done. */
  readonly updates: readonly DoneUpdate[];
  /** When it began, milliseconds since the epoch. */
  readonly startedAt: number;
  readonly tasksCompleted: number;
  /** Set if it was closed in a task: since when it or one shortly before may have made calls, and what came with them. */
  readonly brokenOff?: { readonly since: number; readonly sent: readonly SentRecords[] };
  /** True if it ended at once, because a stranger had started it with something else than its input. */
  readonly refused: boolean;
}

type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

const sentRecords = ({ workflowExecutionSignaledEventAttributes: signaled }: HistoryEvent): SentRecords | undefined => {
  const name = signaled?.signalName;
  if (name !== RECORDS_SIGNAL && name !== HANDOVER_SIGNAL) return undefined;
  const read = readRecordsSignal(firstArgument(signaled?.input?.payloads), () => name === HANDOVER_SIGNAL);
  return read === undefined ? undefined : { name, signal: read.signal };
};

const doneUpdates = (events: readonly HistoryEvent[]): readonly DoneUpdate[] => {
  const outcomes = new Map(
    events.flatMap(({ workflowExecutionUpdateCompletedEventAttributes: completed }) =>
      completed == null ? [] : [[String(completed.acceptedEventId), completed.outcome] as const],
    ),
  );
  let after = 0;
  return events.flatMap((event) => {
    if (sentRecords(event) !== undefined) after += 1;
    const { name, args } = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input ?? {};
    const outcome = outcomes.get(String(event.eventId));
    if (name == null || outcome?.failure != null) return [];
    const answer = firstArgument(outcome?.success?.payloads);
    return [{ name, argument: firstArgument(args?.payloads), after, time: timeOf(event), ...defined({ answer }) }];
  });
};

const timeOf = (event: HistoryEvent | undefined): number => Number(event?.eventTime?.seconds ?? 0) * 1_000;

const brokenOff = (events: readonly HistoryEvent[]): ClosedRun<unknown>['brokenOff'] => {
  const isDone = (event: HistoryEvent): boolean => event.workflowTaskCompletedEventAttributes != null;
  const isBegun = (event: HistoryEvent): boolean => event.workflowTaskStartedEventAttributes != null;
  const open = events.slice(events.findLastIndex(isDone) + 1).find(isBegun);
  if (open === undefined) return undefined;
  // A call may go on over tasks that were completed early, because the server wants to hear of a long one.
  const before = events.findLastIndex((event) => isDone(event) && timeOf(event) < timeOf(open) - LONGEST_TASK_MS);
  const after = events.slice(before + 1);
  return { since: timeOf(after.find(isBegun)), sent: after.flatMap((event) => sentRecords(event) ?? []) };
};

/** `handle` must name the run. */
export const readClosedRun = async <Input>(handle: WorkflowHandle): Promise<ClosedRun<Input>> => {
  const events = (await handle.fetchHistory()).events ?? [];
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  if (started == null) throw new Error('The history of the closed run does not begin with its start.');
  return {
    workflowType: started.workflowType?.name ?? '',
    taskQueue: started.taskQueue?.name ?? '',
    input: firstArgument(started.input?.payloads) as Input,
    sent: events.flatMap((event) => sentRecords(event) ?? []),
    updates: doneUpdates(events),
    startedAt: timeOf(events[0]),
    refused: events.some(
      ({ workflowExecutionFailedEventAttributes: failed }) =>
        failed?.failure?.applicationFailureInfo?.type === START_REFUSED,
    ),
    ...defined({ brokenOff: brokenOff(events) }),
    tasksCompleted: events.filter((event) => event.workflowTaskCompletedEventAttributes != null).length,
  };
};
