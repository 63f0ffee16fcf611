import { hostWorkflowId } from '../../../src/model/names/workflow-id';
import { eventually } from '../../../harness/eventually';
import { withGateway } from '../gateway/gateway-process';
import { runsContinued } from '../engines/runs-continued';
import { judge, KEPT, keyedRecords } from '../../../harness/keyed-records';
import { uniqueName } from '../../../harness/unique-name';
import { withWorld } from '../gateway/world';

const ROUND = { withinMs: 300_000 };

/** A run accepts this many signals before it continues as new by itself. */
const LEAVES_AFTER = 2_000;

export interface HotKey {
  readonly lanes: number;
  /** The number of signals that Temporal lets a run accept. */
  readonly signalsOfARun: number;
  /** Records of each round. A single flood might fill one run to its limit before it can continue as new. */
  readonly rounds: readonly number[];
}

/** One key, with one signal per record, receives more signals than Temporal lets a run accept. */
export const hotKey = async ({ lanes, signalsOfARun, rounds }: HotKey): Promise<void> => {
  await withWorld(async (world) => {
    const temporal = await world.temporal({ 'history.maximumSignalsPerExecution': String(signalsOfARun) });
    const topic = await world.topic({ partitions: 1 });
    const api = await world.recorder();
    const client = await world.client(temporal.address);

    const bridge = { recordsPerSignal: 1 };
    const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver', bridge } as const;
    const workflowId = hostWorkflowId(shape.name, 'main', 'key-0', lanes);
    await withGateway({ shape, apiUrl: api.url, temporal: temporal.address }, async () => {
      let produced = 0;
      for (const records of rounds) {
        await topic.produce(keyedRecords({ keys: 1, perKey: records, from: produced }));
        produced += records;
        await eventually(() => {
          expect(api.effects).toHaveLength(produced);
        }, ROUND);
      }
      const left = rounds.filter((records) => records > LEAVES_AFTER).length;
      await eventually(async () => {
        expect(await runsContinued(client, workflowId)).toBeGreaterThanOrEqual(left);
      });
    });
    const total = rounds.reduce((sum, records) => sum + records, 0);
    expect(judge(api, { keys: 1, perKey: total })).toEqual(KEPT);
    expect(api.calls).toHaveLength(total);
  });
};
