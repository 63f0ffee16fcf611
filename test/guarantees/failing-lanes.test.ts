import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { uniqueName } from '../../harness/unique-name';
import { WIDE } from '../support/width';
import { withWorld } from '../support/gateway/world';

/** More than the activities that a run may have under way, and more failures than it could hand on as they are. */
const DOWN = { keys: WIDE ? 3_000 : 2_200, perKey: 2 };
/** Without this a busy machine would only repeat the calls of the first keys, and the last would never have a turn. */
const PATIENT = { retry: { initial: '5s', maximum: '10s' } } as const;
const ASKING = { keys: 300, perKey: 1 };
const ANSWER = JSON.stringify({ text: 'x'.repeat(8_000) });

describe('a lane of many keys', () => {
  it(`I10: ${DOWN.keys} keys of one lane wait while the API is down, and all go on in order when it is back`, async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      api.react = () => ({ status: 503, body: 'x'.repeat(1_000) });
      await topic.produce(keyedRecords(DOWN));
      const shape = {
        name: uniqueName(),
        topics: [topic.name],
        lanes: 1,
        kind: 'deliver',
        destination: PATIENT,
      } as const;
      await withGateway({ shape, apiUrl: api.url }, async ({ exited }) => {
        let ended = false;
        void exited.then(() => {
          ended = true;
        });
        const tried = new Set<string>();
        let read = 0;
        await eventually(
          () => {
            for (const call of api.calls.slice(read)) tried.add(bodyOf(call).key);
            read = api.calls.length;
            expect(tried.size).toBe(DOWN.keys);
          },
          { withinMs: 300_000 },
        );
        api.react = () => ({ status: 200 });
        await eventually(
          () => {
            expect(api.effects).toHaveLength(DOWN.keys * DOWN.perKey);
          },
          { withinMs: 150_000 },
        );
        expect(ended).toBe(false);
      });
      expect(judge(api, DOWN)).toEqual(KEPT);
    });
  }, 600_000);

  it('I5: the answers of 300 keys that call at the same moment are all told, and no call is made again', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      api.react = () => ({ status: 200, body: ANSWER, headers: { 'content-type': 'application/json' } });
      await topic.produce(keyedRecords(ASKING));
      const shape = { name: uniqueName(), topics: [topic.name], lanes: 1, kind: 'ask' } as const;
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(() => {
          expect(api.effects).toHaveLength(2 * ASKING.keys);
        });
      });
      expect(api.calls).toHaveLength(2 * ASKING.keys);
      expect(api.calls.filter(({ path }) => path === '/asked')).toHaveLength(ASKING.keys);
    });
  });
});
