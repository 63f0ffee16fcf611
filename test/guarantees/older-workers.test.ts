import { NativeConnection, Worker } from '@temporalio/worker';
import { AT_ONCE_WORKFLOW, DELIVER_WORKFLOW, RECORDS_SIGNAL } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { workflowBundle } from '../../src/temporal/bundle/workflow-bundle';
import { firstArgument } from '../../src/temporal/first-argument';
import { engineAddress } from '../../harness/engine-address';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { withGateway } from '../support/gateway/gateway-process';
import { withWorld } from '../support/gateway/world';

const ignore = (): void => undefined;
const LOG = { debug: ignore, info: ignore, warn: ignore, error: ignore };

test('I12: a bridge begins no run on which an older worker would fail while it sees one; on such a run an older worker calls nobody, and a newer one goes on', async () => {
  await withWorld(async (world) => {
    const [topic, api, client] = [await world.topic({ partitions: 1 }), await world.recorder(), await world.client()];
    const name = uniqueName();
    const taskQueue = `sluice-${name}`;
    const shape = { name, topics: [topic.name], lanes: 0, kind: 'deliver' } as const;
    const idOf = (key: string): string => hostWorkflowId(name, 'main', key, 0);
    const typeOf = async (key: string): Promise<string> => (await client.workflow.getHandle(idOf(key)).describe()).type;
    const produce = (key: string): Promise<void> => topic.produce([{ partition: 0, key, value: '{}' }]);

    const { code } = await workflowBundle(undefined, LOG);
    const connection = await NativeConnection.connect({ address: engineAddress('temporal') });
    world.atEnd(() => connection.close());
    const performEffects = jest.fn(() => Promise.reject(new Error('An older worker has called.')));
    const older = await Worker.create({
      ...{ connection, taskQueue, identity: 'older', activities: { performEffects } },
      workflowBundle: { code: code.replaceAll(AT_ONCE_WORKFLOW, 'sluiceOfLater') },
    });
    let ofSignal: unknown;
    await older.runUntil(async () => {
      await withGateway({ shape, apiUrl: api.url, command: 'bridge' }, async () => {
        await produce('seen');
        await eventually(async () => {
          expect(await typeOf('seen')).toBe(DELIVER_WORKFLOW);
        });
      });
      await eventually(() => {
        expect(performEffects).toHaveBeenCalled();
      });
      const { events } = await client.workflow.getHandle(idOf('seen')).fetchHistory();
      const signaled = events?.find((event) => event.workflowExecutionSignaledEventAttributes != null);
      ofSignal = firstArgument(signaled?.workflowExecutionSignaledEventAttributes?.input?.payloads);
      await client.workflow.getHandle(idOf('seen')).terminate();

      const calls = performEffects.mock.calls.length;
      const hosting = { kind: 'key', chain: 'later', key: 'later' };
      const signal = JSON.parse(JSON.stringify(ofSignal).replaceAll('"seen"', '"later"')) as unknown;
      await client.workflow.signalWithStart(AT_ONCE_WORKFLOW, {
        ...{ workflowId: idOf('later'), taskQueue, signal: RECORDS_SIGNAL, signalArgs: [signal] },
        args: [{ gateway: name, route: 'main', hosting }],
      });
      await eventually(async () => {
        const { events: its } = await client.workflow.getHandle(idOf('later')).fetchHistory();
        expect(its?.some((event) => event.workflowTaskFailedEventAttributes != null)).toBe(true);
      });
      expect(performEffects).toHaveBeenCalledTimes(calls);
    });
    await withGateway({ shape, apiUrl: api.url, command: 'worker' }, async () => {
      await eventually(
        () => {
          expect(api.effects.length).toBe(1);
        },
        { withinMs: 60_000 },
      );
    });
  });
});
