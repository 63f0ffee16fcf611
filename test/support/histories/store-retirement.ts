import type { Client } from '@temporalio/client';
import { keyWorkflowId, shelfWorkflowId } from '../../../src/model/names/workflow-id';
import type { EffectRecorder } from '../../../harness/effect-recorder';
import { eventually } from '../../../harness/eventually';
import { withGateway } from '../gateway/gateway-process';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { KEY, record } from '../scenarios/retiring-world';
import { storeHistory } from './store-history';
import { uniqueName } from '../../../harness/unique-name';

/** Stores a key that retires, the run in which it comes back and retires again, and the shelf that kept it twice. */
export const storeRetirement = async (client: Client, topic: KafkaTopic, api: EffectRecorder): Promise<void> => {
  const name = uniqueName();
  const shape = { name, topics: [topic.name], lanes: 0, kind: 'handler', retireAfter: '1s' } as const;
  const workflowId = keyWorkflowId(name, 'main', KEY);
  const retired = (effects: number): Promise<void> =>
    eventually(async () => {
      const { status } = await client.workflow.getHandle(workflowId).describe();
      if (api.effects.length !== effects || status.name !== 'COMPLETED') throw new Error(`not yet: ${status.name}`);
    });
  await withGateway({ shape, apiUrl: api.url }, async () => {
    await topic.produce([record(0), record(1)]);
    await retired(2);
    await storeHistory(client, 'retired-key', workflowId);
    await topic.produce([record(2)]);
    await retired(3);
    await storeHistory(client, 'returned-key', workflowId);
    await storeHistory(client, 'shelf', shelfWorkflowId(workflowId));
  });
};
