import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { judge, KEPT, keyedRecords, overlaps } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

describe.each(HOSTING_SHAPES)('with $hosting', ({ lanes }) => {
  it('I1-I6: 1,000 records over 10 keys become 1,000 effects, each once, in order of their keys', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      const load = { keys: 10, perKey: 100 };
      const name = uniqueName();
      await topic.produce(keyedRecords(load));
      const shape = { name, topics: [topic.name], lanes, kind: 'deliver' } as const;
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(() => {
          expect(api.effects).toHaveLength(1_000);
        });
        const ends = await topic.endOffsets();
        await eventually(async () => {
          expect(await topic.committedOffsets(`${name}.main`)).toEqual(ends);
        });
      });
      expect(judge(api, load)).toEqual(KEPT);
      expect(api.calls).toHaveLength(1_000);
      expect(overlaps(api)).toBe(0);
    });
  });
});
