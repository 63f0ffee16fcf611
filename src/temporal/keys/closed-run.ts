import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { HANDOVER_SIGNAL, RECORDS_SIGNAL, type RecordsSignal } from '../../model/contract/contract';

export interface SentRecords {
  readonly name: typeof RECORDS_SIGNAL | typeof HANDOVER_SIGNAL;
  readonly signal: RecordsSignal;
}

/** What the history of a run tells without a replay. */
export interface ClosedRun<Input> {
  readonly workflowType: string;
  readonly taskQueue: string;
  readonly input: Input;
  /** Records sent to it, in order. */
  readonly sent: readonly SentRecords[];
  readonly tasksCompleted: number;
}

const firstArgument = (payloads: readonly Payload[] | null | undefined): unknown => {
  const [payload] = payloads ?? [];
  if (payload === undefined) throw new Error('The history has an event without its argument.');
  return defaultPayloadConverter.fromPayload(payload);
};

type HistoryEvents = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>;

const sentRecords = (events: HistoryEvents): readonly SentRecords[] =>
  events.flatMap(({ workflowExecutionSignaledEventAttributes: signaled }) => {
    const name = signaled?.signalName;
    if (name !== RECORDS_SIGNAL && name !== HANDOVER_SIGNAL) return [];
    return [{ name, signal: firstArgument(signaled?.input?.payloads) as RecordsSignal }];
  });

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
    tasksCompleted: events.filter((event) => event.workflowTaskCompletedEventAttributes != null).length,
  };
};
