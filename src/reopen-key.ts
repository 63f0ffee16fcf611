// I7: takes up a closed run again. Its state, watermarks and waiting records come from the run itself: by query, which
// replays its history, and from the signals that the run was closed too early to see. All signals of the history are
// offered; the watermarks keep what the run had already accepted.
import type { Client, WorkflowHandle } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { RECORDS_SIGNAL, SNAPSHOT_QUERY, type Carried, type HostInput, type RecordsSignal } from './model/contract';
import type { ReopenRequest } from './model/effect-contract';
import { Watermarks } from './model/watermarks';

interface ClosedRun {
  readonly workflowType: string;
  readonly taskQueue: string;
  readonly input: HostInput;
  readonly signals: readonly RecordsSignal[];
  readonly tasksCompleted: number;
}

const firstArgument = (payloads: readonly Payload[] | null | undefined): unknown => {
  const [payload] = payloads ?? [];
  if (payload === undefined) throw new Error('The history holds an event without its argument.');
  return defaultPayloadConverter.fromPayload(payload);
};

type HistoryEvents = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>;

const signalsOf = (events: HistoryEvents): readonly RecordsSignal[] =>
  events.flatMap(({ workflowExecutionSignaledEventAttributes: signaled }) =>
    signaled?.signalName === RECORDS_SIGNAL ? [firstArgument(signaled.input?.payloads) as RecordsSignal] : [],
  );

const readRun = async (handle: WorkflowHandle): Promise<ClosedRun> => {
  const events = (await handle.fetchHistory()).events ?? [];
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  if (started == null) throw new Error('The history of the closed run does not begin with its start.');
  return {
    workflowType: started.workflowType?.name ?? '',
    taskQueue: started.taskQueue?.name ?? '',
    input: firstArgument(started.input?.payloads) as HostInput,
    signals: signalsOf(events),
    tasksCompleted: events.filter((event) => event.workflowTaskCompletedEventAttributes != null).length,
  };
};

/** What the closed run would have carried to a next one. A run that never had a turn has only what it was given. */
const carriedBy = async (handle: WorkflowHandle, run: ClosedRun): Promise<Carried | undefined> =>
  run.tasksCompleted === 0 ? run.input.carried : handle.query<Carried>(SNAPSHOT_QUERY);

/** Starts the key's workflow again from run `closedRunId` and hands over what that run had not seen. Safe to repeat. */
export const reopenKey = async (client: Client, { workflowId, closedRunId }: ReopenRequest): Promise<void> => {
  const handle = client.workflow.getHandle(workflowId, closedRunId);
  const run = await readRun(handle);
  const carried = await carriedBy(handle, run);
  try {
    await client.workflow.start(run.workflowType, {
      workflowId,
      taskQueue: run.taskQueue,
      args: [{ ...run.input, ...(carried === undefined ? {} : { carried }) }],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      staticSummary: `${run.input.route}: restarted from run ${closedRunId}`,
    });
  } catch (error) {
    // An earlier attempt of this activity got this far: nobody else may start it.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  const watermarks = new Watermarks(carried?.watermarks);
  for (const { stream, records } of run.signals) {
    const unseen = records.filter((record) => ['new', 'truncation'].includes(watermarks.accept(stream, record)));
    if (unseen.length === 0) continue;
    await client.workflow.getHandle(workflowId).signal(RECORDS_SIGNAL, { stream, records: unseen });
  }
};
