import type { Client } from '@temporalio/client';
import { eventually } from '../../../harness/eventually';
import type { EffectRecorder } from '../../../harness/effect-recorder';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { bodyOf, keyedRecords } from '../../../harness/keyed-records';
import { uniqueName } from '../../../harness/unique-name';
import { hostWorkflowId } from '../../../src/model/names/workflow-id';
import { withGateway } from '../gateway/gateway-process';
import { storeHistory } from './store-history';

/** Records of several keys that come one by one, and of which one is refused once, so that an activity makes it again. */
export const storeAtOnce = async (client: Client, topic: KafkaTopic, api: EffectRecorder): Promise<void> => {
  const shape = { name: uniqueName(), topics: [topic.name], lanes: 1, kind: 'deliver' } as const;
  let busy = 1;
  api.react = (call) => {
    if (bodyOf(call).seq !== 1) return { status: 200 };
    busy -= 1;
    return busy >= 0 ? { status: 503 } : { status: 200 };
  };
  await withGateway({ shape, apiUrl: api.url }, async () => {
    const done = (count: number): Promise<void> =>
      eventually(() => {
        if (api.effects.length !== count) throw new Error(`not yet: ${api.effects.length} of ${count}`);
      });
    for (const [index, record] of keyedRecords({ keys: 2, perKey: 4 }).entries()) {
      await topic.produce([record]);
      await done(index + 1);
    }
    await storeHistory(client, 'at-once-lane', hostWorkflowId(shape.name, 'main', 'key-0', 1));
  });
};
