import type { WorkflowHandle } from '@temporalio/client';
import { HANDOVER_SIGNAL, RECORDS_SIGNAL, type RecordsSignal } from '../../model/contract/contract';
import { START_REFUSED } from '../../model/contract/release-contract';
import { readRecordsSignal } from '../../model/wire/records-signal';
import { firstArgument } from '../first-argument';

export interface SentRecords {
  readonly name: typeof RECORDS_SIGNAL | typeof HANDOVER_SIGNAL;
  readonly signal: RecordsSignal;
}

export interface DoneUpdate {
  readonly name: string;
  /** Whoever may write to Temporal may have sent anything. */
  readonly argument: unknown;
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
  /** True if it ended at once, because a stranger had started it with something else than its input. */
  readonly refused: boolean;
}

type HistoryEvents = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>;

const sentRecords = (events: HistoryEvents): readonly SentRecords[] =>
  events.flatMap(({ workflowExecutionSignaledEventAttributes: signaled }) => {
    const name = signaled?.signalName;
    if (name !== RECORDS_SIGNAL && name !== HANDOVER_SIGNAL) return [];
    const read = readRecordsSignal(firstArgument(signaled?.input?.payloads), () => name === HANDOVER_SIGNAL);
    return read === undefined ? [] : [{ name, signal: read.signal }];
  });

const doneUpdates = (events: HistoryEvents): readonly DoneUpdate[] => {
  const failed = new Set(
    events.flatMap(({ workflowExecutionUpdateCompletedEventAttributes: completed }) =>
      completed?.outcome?.failure == null ? [] : [String(completed.acceptedEventId)],
    ),
  );
  return events.flatMap(({ eventId, workflowExecutionUpdateAcceptedEventAttributes: accepted }) => {
    const { name, args } = accepted?.acceptedRequest?.input ?? {};
    if (name == null || failed.has(String(eventId))) return [];
    return [{ name, argument: firstArgument(args?.payloads) }];
  });
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
    sent: sentRecords(events),
    updates: doneUpdates(events),
    startedAt: Number(events[0]?.eventTime?.seconds ?? 0) * 1_000,
    refused: events.some(
      ({ workflowExecutionFailedEventAttributes: failed }) =>
        failed?.failure?.applicationFailureInfo?.type === START_REFUSED,
    ),
    tasksCompleted: events.filter((event) => event.workflowTaskCompletedEventAttributes != null).length,
  };
};
