import type { Client, WorkflowHandle } from '@temporalio/client';
import { eventually } from '../../../harness/eventually';

type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/** So many records that come alone go by activities, unless the type of the run marks it: the last of them does. */
const BEFORE = 2;

const isCall = ({ activityTaskCompletedEventAttributes: done, markerRecordedEventAttributes: inTask }: HistoryEvent) =>
  done != null || inTask?.markerName === 'core_local_activity';

/** True if the run waits for nothing: its last event is one with which a task has ended. */
const isAtRest = (events: readonly HistoryEvent[]): boolean => {
  const last = events.at(-1);
  return last?.workflowTaskCompletedEventAttributes != null || (last !== undefined && isCall(last));
};

const eventsOf = async (client: Client, workflowId: string): Promise<readonly HistoryEvent[]> =>
  (await client.workflow
    .getHandle(workflowId)
    .fetchHistory()
    .then(({ events }) => events)
    .catch(() => undefined)) ?? [];

/** Brings a workflow so far that it makes the calls of records that come alone inside its tasks. */
export const markRun = async (client: Client, workflowId: string, send: () => Promise<void>): Promise<void> => {
  for (let sent = 0; sent < BEFORE; sent += 1) {
    const before = (await eventsOf(client, workflowId)).filter(isCall).length;
    await send();
    await eventually(async () => {
      const events = await eventsOf(client, workflowId);
      expect(events.filter(isCall).length).toBeGreaterThan(before);
      expect(isAtRest(events)).toBe(true);
    });
  }
};
