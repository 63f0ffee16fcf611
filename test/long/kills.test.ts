import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import { HOSTING_SHAPES } from '../support/gateway/hosting-shapes';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const LOAD = { keys: 100, perKey: 200 };
const TOTAL = LOAD.keys * LOAD.perKey;
const KILLS = 8;

// The predecessor's demo, killed again and again while it works through 20,000 records.
it.each(HOSTING_SHAPES)(
  'I1-I7: 20,000 records survive eight kills of the gateway with $hosting',
  async ({ lanes }) => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      const options = {
        shape: { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' },
        apiUrl: api.url,
      } as const;
      const records = keyedRecords(LOAD);
      for (let at = 0; at < TOTAL; at += 4_000) await topic.produce(records.slice(at, at + 4_000));
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const gateway = await GatewayProcess.start(options);
        try {
          await eventually(
            () => {
              expect(api.effects.length).toBeGreaterThanOrEqual((TOTAL * kill) / (KILLS + 1));
            },
            { withinMs: 180_000, everyMs: 5 },
          );
        } finally {
          await gateway.kill();
        }
      }
      await withGateway(options, async () => {
        await eventually(
          () => {
            expect(api.effects).toHaveLength(TOTAL);
          },
          { withinMs: 240_000 },
        );
        const ends = await topic.endOffsets();
        await eventually(async () => {
          expect(await topic.committedOffsets(`${options.shape.name}.main`)).toEqual(ends);
        });
      });
      expect(judge(api, LOAD)).toEqual(KEPT);
    });
  },
  900_000,
);
