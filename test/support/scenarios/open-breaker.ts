import { STATUS_QUERY, type ChainStatus, type HostStatus } from '../../../src/model/contract/contract';
import { type EffectRecorder } from '../../../harness/effect-recorder';
import { eventually } from '../../../harness/eventually';
import { withGateway } from '../gateway/gateway-process';
import { hostIds } from '../gateway/host-ids';
import { judge, KEPT, keyedRecords } from '../../../harness/keyed-records';
import { uniqueName } from '../../../harness/unique-name';
import { withWorld } from '../gateway/world';

const KEYS = 40;
const OPEN_MS = 1_000;
const PROBES = 2;
/** Allows a key a few failed attempts before the breaker opens; the open time would use up the rest if it counted. */
const DESTINATION = {
  retry: { initial: '300ms', maximum: '1s', maxAttempts: 8 },
  breaker: { minimumCalls: 10, window: '5s', openFor: '1s', probes: PROBES },
} as const;

export interface OpenBreaker {
  readonly lanes: number;
  /** Rounds of load while the API is away. */
  readonly rounds: number;
  /** Each round lasts at least this long. */
  readonly roundMs: number;
}

/** While an API is away it sees only probes, its keys use up no attempts, and all go on in order by themselves. */
export const openBreaker = async ({ lanes, rounds, roundMs }: OpenBreaker): Promise<void> => {
  const perKey = 4 + 2 * rounds;
  await withWorld(async (world) => {
    const topic = await world.topic({ partitions: 4 });
    const api = await world.recorder();
    const client = await world.client();

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
        expect(gateway.output).toContain('the circuit breaker is open');
      });
      await postponed(chains);
      const [before, seen, since] = [await chains(), api.calls.length, Date.now()];
      // Load continues while the breaker is open.
      for (let round = 1; round <= rounds; round += 1) {
        await topic.produce(keyedRecords({ keys: KEYS, perKey: 2, from: 2 + 2 * round }));
        await eventually(
          () => {
            expect(Date.now() - since).toBeGreaterThanOrEqual(round * roundMs);
          },
          { withinMs: 2 * roundMs + 60_000 },
        );
      }
      await probed(api, seen);
      const openings = Math.ceil((Date.now() - since) / OPEN_MS) + 1;
      expect(api.calls.length - seen).toBeLessThanOrEqual(PROBES * openings);
      expect(attempts(await chains())).toEqual(attempts(before));
      api.react = () => ({ status: 200 });
      await eventually(() => {
        expect(api.effects).toHaveLength(perKey * KEYS);
      });
      expect((await chains()).filter(({ status }) => status === 'parked')).toEqual([]);
      expect(gateway.output).toContain('the circuit breaker is closed');
    });
    expect(judge(api, { keys: KEYS, perKey })).toEqual(KEPT);
  });
};

/** Every key that has work waits for the breaker and says so. */
const postponed = (chains: () => Promise<readonly ChainStatus[]>): Promise<void> =>
  eventually(async () => {
    const held = (await chains()).filter(({ waiting }) => waiting > 0);
    expect(held).toHaveLength(KEYS);
    for (const { status, wait } of held) {
      expect(status).toBe('postponed');
      expect(wait).toMatchObject({ reason: 'breaker-open', destination: 'api' });
    }
  });

/** Resolves after four refused probes, which means at least two rounds. */
const probed = (api: EffectRecorder, seen: number): Promise<void> =>
  eventually(() => {
    expect(api.calls.length - seen).toBeGreaterThanOrEqual(2 * PROBES);
  });

const attempts = (chains: readonly ChainStatus[]): Readonly<Record<string, number>> =>
  Object.fromEntries(chains.map(({ chain, attempts = 0 }) => [chain, attempts]));
