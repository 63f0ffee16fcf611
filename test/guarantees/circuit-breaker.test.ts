import { STATUS_QUERY, type ChainStatus, type HostStatus } from '../../src/model/contract';
import { withEffectRecorder, type EffectRecorder } from '../support/effect-recorder';
import { eventually } from '../support/eventually';
import { withGateway } from '../support/gateway-process';
import { hostIds } from '../support/host-ids';
import { HOSTING_SHAPES } from '../support/hosting-shapes';
import { bodyOf, judge, KEPT, keyedRecords } from '../support/keyed-records';
import { withTemporalClient } from '../support/temporal-client';
import { uniqueName } from '../support/unique-name';
import { withTopic } from '../support/with-topic';

const KEYS = 40;
const OPEN_MS = 1_000;
const PROBES = 2;
/** Two failed attempts are what a key may have had when the breaker opened; a third would park it. */
const DESTINATION = {
  retry: { initial: '300ms', maximum: '1s', maxAttempts: 3 },
  breaker: { minimumCalls: 10, window: '5s', openFor: '1s', probes: PROBES },
} as const;

describe.each(HOSTING_SHAPES)('with $hosting, while the breaker of a destination is open', ({ lanes }) => {
  it('I4, I7: the API sees only probes, keys use up no attempts, and all go on in order by themselves', async () => {
    await withTopic({ partitions: 4 }, (topic) =>
      withEffectRecorder((api) =>
        withTemporalClient(async (client) => {
          const shape = {
            name: uniqueName(),
            topics: [topic.name],
            lanes,
            kind: 'deliver',
            destination: DESTINATION,
          } as const;
          const chains = async (): Promise<readonly ChainStatus[]> => {
            const hosts = Array.from(hostIds({ name: shape.name, lanes, keys: KEYS }));
            const answers = await Promise.all(
              hosts.map((id) => client.workflow.getHandle(id).query<HostStatus>(STATUS_QUERY)),
            );
            return answers.flatMap((answer) => answer.chains);
          };
          await withGateway({ shape, apiUrl: api.url }, async (gateway) => {
            await topic.produce(keyedRecords({ keys: KEYS, perKey: 2 }));
            await eventually(() => {
              expect(api.effects).toHaveLength(2 * KEYS);
            });
            api.react = () => ({ status: 503 });
            await topic.produce(keyedRecords({ keys: KEYS, perKey: 2, from: 2 }));
            await eventually(() => {
              expect(gateway.output).toContain('circuit breaker open');
            });
            await heldBack(chains);
            const [before, seen, since] = [await chains(), api.calls.length, Date.now()];
            // Load goes on while it is open.
            await topic.produce(keyedRecords({ keys: KEYS, perKey: 2, from: 4 }));
            await probed(api, seen);
            const rounds = Math.ceil((Date.now() - since) / OPEN_MS) + 1;
            expect(api.calls.length - seen).toBeLessThanOrEqual(PROBES * rounds);
            expect(attempts(await chains())).toEqual(attempts(before));
            api.react = () => ({ status: 200 });
            await eventually(() => {
              expect(api.effects).toHaveLength(6 * KEYS);
            });
            expect((await chains()).filter(({ status }) => status === 'parked')).toEqual([]);
            expect(gateway.output).toContain('circuit breaker closed');
          });
          expect(judge(api, { keys: KEYS, perKey: 6 })).toEqual(KEPT);
        }),
      ),
    );
  });
});

/** Every key that has work waits for the breaker, and says so. */
const heldBack = (chains: () => Promise<readonly ChainStatus[]>): Promise<void> =>
  eventually(async () => {
    const held = (await chains()).filter(({ waiting }) => waiting > 0);
    expect(held).toHaveLength(KEYS);
    for (const { status, wait } of held) {
      expect(status).toBe('retrying');
      expect(wait).toMatchObject({ reason: 'breaker-open', destination: 'api' });
    }
  });

/** Four probes that were refused, which is two rounds at least. */
const probed = (api: EffectRecorder, seen: number): Promise<void> =>
  eventually(() => {
    expect(api.calls.length - seen).toBeGreaterThanOrEqual(2 * PROBES);
  });

const attempts = (chains: readonly ChainStatus[]): Readonly<Record<string, number>> =>
  Object.fromEntries(chains.map(({ chain, attempts = 0 }) => [chain, attempts]));

const RATE = { perSecond: 25, burst: 5 };
/** Calls that may come closer together at the receiver than they were begun: half a second's worth. */
const BUNCHED = 12;

describe.each(HOSTING_SHAPES)('with $hosting, a destination with a rate', ({ lanes }) => {
  it('I4: is called no faster, and each key in order', async () => {
    const records = { keys: 30, perKey: 4 };
    await withTopic({ partitions: 4 }, (topic) =>
      withEffectRecorder(async (api) => {
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
        const most = (from: number, to: number): number =>
          RATE.burst + BUNCHED + ((to - from) * RATE.perSecond) / 1_000;
        const tooFast = begun.filter((from, first) => begun.slice(first).some((to, more) => more + 1 > most(from, to)));
        expect(tooFast).toEqual([]);
        expect(judge(api, records)).toEqual(KEPT);
        expect(new Set(api.calls.map((call) => bodyOf(call).key)).size).toBe(records.keys);
      }),
    );
  });
});
