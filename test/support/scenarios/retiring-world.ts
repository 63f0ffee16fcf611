import type { Client } from '@temporalio/client';
import type { Carried, RecordsSignal } from '../../../src/model/contract/contract';
import { SHELVED_QUERY, type ShelfEntry } from '../../../src/model/contract/shelf-contract';
import { keyWorkflowId, shelfWorkflowId } from '../../../src/model/names/workflow-id';
import { type EffectRecorder } from '../../../harness/effect-recorder';
import { eventually } from '../../../harness/eventually';
import type { GatewayProcessOptions } from '../gateway/gateway-process';
import type { KafkaTopic } from '../../../harness/kafka-topic';
import { bodyOf } from '../../../harness/keyed-records';
import { uniqueName } from '../../../harness/unique-name';
import { withWorld, type World } from '../gateway/world';

export const KEY = 'key-0';

export interface RetiringWorld {
  readonly topic: KafkaTopic;
  readonly api: EffectRecorder;
  readonly client: Client;
  readonly options: GatewayProcessOptions;
  readonly workflowId: string;
  /** What the test opens besides. */
  readonly also: World;
}

/** Gives `body` a topic, an API, and options of a gateway whose keys retire after a second. */
export const withRetiringWorld = (partitions: number, body: (world: RetiringWorld) => Promise<void>): Promise<void> =>
  withWorld(async (world) => {
    const topic = await world.topic({ partitions });
    const api = await world.recorder();
    const client = await world.client();

    const name = uniqueName();
    const shape = { name, topics: [topic.name], lanes: 0, kind: 'handler', retireAfter: '1s' } as const;
    const workflowId = keyWorkflowId(name, 'main', KEY);
    return body({ topic, api, client, options: { shape, apiUrl: api.url }, workflowId, also: world });
  });

export const record = (seq: number): { key: string; value: string } => ({
  key: KEY,
  value: JSON.stringify({ key: KEY, seq }),
});

export const seqs = (api: EffectRecorder): readonly number[] => api.effects.map((call) => bodyOf(call).seq);

export const delivered = (api: EffectRecorder, count: number): Promise<void> =>
  eventually(() => {
    expect(seqs(api)).toEqual(Array.from({ length: count }, (_, seq) => seq));
  });

/** Resolves with the run that has retired. */
export const retired = ({ client, workflowId }: RetiringWorld): Promise<string> =>
  eventually(async () => {
    const { runId, status } = await client.workflow.getHandle(workflowId).describe();
    expect(status.name).toBe('COMPLETED');
    return runId;
  });

export const shelved = ({
  client,
  workflowId,
}: Pick<RetiringWorld, 'client' | 'workflowId'>): Promise<ShelfEntry | null> =>
  client.workflow.getHandle(shelfWorkflowId(workflowId)).query<ShelfEntry | null, [string]>(SHELVED_QUERY, workflowId);

/** Makes Temporal forget the run, as retention eventually does. */
export const forget = async ({ client, workflowId }: RetiringWorld): Promise<void> => {
  await client.workflowService.deleteWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
  });
  // The server delays this until it has recorded how far it has processed the end of the run.
  await eventually(
    async () => {
      await expect(client.workflow.getHandle(workflowId).describe()).rejects.toThrow('not found');
    },
    { withinMs: 240_000 },
  );
};

export const watermarkOf = (carried: Carried): RecordsSignal['stream'] => {
  const [{ id, topic } = { id: '', topic: '' }] = carried.watermarks;
  return { id, topic };
};
