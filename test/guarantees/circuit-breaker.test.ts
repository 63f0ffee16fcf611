import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { IN_LANES, PER_KEY } from '../support/gateway/hosting-shapes';
import { bodyOf, judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import { openBreaker } from '../support/scenarios/open-breaker';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

const RATE = { perSecond: 25, burst: 5 };
/** Calls that may come closer together at the receiver than they were begun: half a second's worth. */
const BUNCHED = 12;

describe.each(IN_LANES)('with $hosting, while the breaker of a destination is open', ({ lanes }) => {
  it('I4, I7: the API sees only probes, keys use up no attempts, and all go on in order by themselves', () =>
    openBreaker({ lanes, rounds: 1, roundMs: 0 }));
});

describe.each(PER_KEY)('with $hosting, a destination with a rate', ({ lanes }) => {
  it('I4: is called no faster, and each key in order', async () => {
    const records = { keys: 30, perKey: 4 };
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 4 });
      const api = await world.recorder();

      await topic.produce(keyedRecords(records));
      const shape = {
        name: uniqueName(),
        topics: [topic.name],
        lanes,
        kind: 'deliver',
        destination: { rate: RATE, retry: { maxAttempts: 1 } },
      } as const;
      await withGateway({ shape, apiUrl: api.url }, async () => {
        await eventually(() => {
          expect(api.effects).toHaveLength(records.keys * records.perKey);
        });
      });
      const begun = api.calls.map(({ startedAt }) => startedAt);
      const most = (from: number, to: number): number => RATE.burst + BUNCHED + ((to - from) * RATE.perSecond) / 1_000;
      const tooFast = begun.filter((from, first) => begun.slice(first).some((to, more) => more + 1 > most(from, to)));
      expect(tooFast).toEqual([]);
      expect(judge(api, records)).toEqual(KEPT);
      expect(new Set(api.calls.map((call) => bodyOf(call).key)).size).toBe(records.keys);
    });
  });
});
