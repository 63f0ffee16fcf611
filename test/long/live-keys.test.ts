import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const KEYS = 9_000;
const ROUND = { keys: KEYS, perKey: 1 };
const WITHIN = { withinMs: 900_000, everyMs: 500 };

// The predecessor broke at 8,000 live keys: its lease renewals refused a longer list.
it('I3, I10: 9,000 keys live as workflows at the same time, and each goes on from where it was', async () => {
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 6 });
    const api = await world.recorder();
    const client = await world.client();

    // docs/configuration.md advises this for so many keys to a worker: a round is minutes of work.
    const worker = { stickyTimeout: '60s' };
    const shape = { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'handler', worker } as const;
    const produce = async (from: number): Promise<void> => {
      const records = keyedRecords({ ...ROUND, from });
      for (let at = 0; at < KEYS; at += 3_000) await topic.produce(records.slice(at, at + 3_000));
    };
    await produce(0);
    await withGateway({ shape, apiUrl: api.url }, async () => {
      await eventually(() => {
        expect(api.effects).toHaveLength(KEYS);
      }, WITHIN);
      const query = `WorkflowId STARTS_WITH '${shape.name}/main/' AND ExecutionStatus = 'Running'`;
      await eventually(async () => {
        expect((await client.workflow.count(query)).count).toBe(KEYS);
      });
      await produce(1);
      await eventually(() => {
        expect(api.effects).toHaveLength(2 * KEYS);
      }, WITHIN);
    });
    expect(judge(api, { keys: KEYS, perKey: 2 })).toEqual(KEPT);
  });
}, 1_800_000);
