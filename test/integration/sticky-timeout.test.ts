import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const STICKY_S = 4;
const SCHEDULE_TO_START = temporal.api.enums.v1.TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;

type Event = temporal.api.history.v1.IHistoryEvent;

const historyOf = async (client: Client, workflowId: string): Promise<readonly Event[]> =>
  (await client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];

/** A call is made by an activity, or inside the task that has taken its record, which leaves a marker. */
const isCall = ({
  activityTaskCompletedEventAttributes: done,
  markerRecordedEventAttributes: inTask,
}: Event): boolean => done != null || inTask?.markerName === 'core_local_activity';

/** Seconds that each step of the workflow waited for a worker in vain. */
const waitedInVain = (history: readonly Event[]): readonly number[] => {
  const secondOf = (id: unknown): number => {
    const { seconds, nanos } = history.find(({ eventId }) => String(eventId) === String(id))?.eventTime ?? {};
    return Number(seconds) + (nanos ?? 0) / 1e9;
  };
  return history.flatMap(({ eventId, workflowTaskTimedOutEventAttributes: timedOut }) =>
    timedOut?.timeoutType === SCHEDULE_TO_START ? [secondOf(eventId) - secondOf(timedOut.scheduledEventId)] : [],
  );
};

test('A killed worker holds up its key for as long as worker.stickyTimeout says, and not for the ten seconds of the default.', () =>
  withWorld(async (world) => {
    const topic = await world.topic({});
    const api = await world.recorder();
    const client = await world.client();

    const name = uniqueName();
    const worker = { stickyTimeout: `${STICKY_S}s` };
    const shape = { name, topics: [topic.name], lanes: 0, kind: 'deliver', worker } as const;
    const id = hostWorkflowId(name, 'main', 'key-0', 0);
    const options = { shape, apiUrl: api.url };
    const untilEffects = (count: number): Promise<void> =>
      eventually(() => {
        expect(api.effects).toHaveLength(count);
      });
    await withGateway({ ...options, command: 'bridge' }, async () => {
      const killed = await GatewayProcess.start({ ...options, command: 'worker' });
      try {
        await topic.produce([{ key: 'key-0', value: '1' }]);
        await untilEffects(1);
        // The key is at rest: what is under way when the worker is killed waits for other time-outs.
        await eventually(async () => {
          const history = await historyOf(client, id);
          const [called, last] = [history.some(isCall), history.at(-1)];
          expect(called).toBe(true);
          expect(last?.workflowTaskCompletedEventAttributes ?? last?.markerRecordedEventAttributes).toBeTruthy();
        });
      } finally {
        await killed.kill();
      }
      await topic.produce([{ key: 'key-0', value: '2' }]);
      await withGateway({ ...options, command: 'worker' }, () => untilEffects(2));
    });
    const waits = waitedInVain(await historyOf(client, id));
    expect(waits).not.toEqual([]);
    expect(Math.min(...waits)).toBeGreaterThan(STICKY_S - 0.5);
    expect(Math.max(...waits)).toBeLessThan(STICKY_S + 4);
  }));
