import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../harness/eventually';
import { groupMembers } from '../support/kafka/group-members';
import { hostCounters } from '../support/gateway/host-counters';
import type { Hosted } from '../support/gateway/host-ids';
import { PER_KEY } from '../support/gateway/hosting-shapes';
import type { KafkaTopic, TopicRecord } from '../../harness/kafka-topic';
import { withTemporalClient } from '../support/engines/temporal-client';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';

/** The most memory that a bridge may take: 300 MB. */
const LIMIT_MIB = 286;
const KEYS = 64;
const RECORDS = 100_000;
const LARGE = 4;
const TOTAL = RECORDS + LARGE;
/** This is 2.5 sessions of the fixture: a bridge that stopped its heartbeats would have lost its partitions. */
const FROZEN_MS = 15_000;
const PER_REQUEST = 5_000;
const PAD = 'x'.repeat(950);

const records = (from: number, count: number): readonly TopicRecord[] =>
  Array.from({ length: count }, (_, index) => {
    const key = `key-${(from + index) % KEYS}`;
    return { key, value: JSON.stringify({ key, seq: Math.floor((from + index) / KEYS), pad: PAD }) };
  });

/** Five times the window of a route, and records that are too large for a signal. */
const flood = async (topic: KafkaTopic): Promise<void> => {
  for (let partition = 0; partition < LARGE; partition += 1) {
    const key = `key-${partition}`;
    await topic.produce([{ partition, key, value: JSON.stringify({ key, seq: -1, pad: 'x'.repeat(900_000) }) }]);
  }
  for (let from = 0; from < RECORDS; from += PER_REQUEST) await topic.produce(records(from, PER_REQUEST));
};

const untilAccepted = (temporal: string, hosted: Hosted): Promise<void> =>
  withTemporalClient(async (client) => {
    await eventually(
      async () => {
        const { accepted, settled } = await hostCounters(client, hosted);
        expect({ accepted, settled }).toEqual({ accepted: TOTAL, settled: 0 });
      },
      { withinMs: 150_000, everyMs: 500 },
    );
  }, temporal);

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I10: a bridge whose Temporal is frozen stays small whatever waits in the topic, keeps its partitions, and then goes on', async () => {
    await withWorld(async (world) => {
      const temporal = await world.temporal();
      const topic = await world.topic({ partitions: 4, config: { 'max.message.bytes': '2000000' } });
      const api = await world.recorder();

      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver' } as const;
      const options = { shape, apiUrl: api.url, temporal: temporal.address };
      // Each key parks at its first record: what counts here is what is accepted.
      api.react = () => ({ status: 422 });
      await world.gateway({ ...options, command: 'worker' });
      const bridge = await world.gateway({ ...options, command: 'bridge' });

      const members = await groupMembers(`${shape.name}.main`);
      const samples = await world.memorySamples(bridge.pid);
      const frozenAt = Date.now();
      temporal.suspend();
      try {
        await flood(topic);
        await delay(frozenAt + FROZEN_MS - Date.now());
      } finally {
        temporal.resume();
      }
      await untilAccepted(temporal.address, { name: shape.name, lanes, keys: KEYS });
      const ends = await topic.endOffsets();
      await eventually(async () => {
        expect(await topic.committedOffsets(`${shape.name}.main`)).toEqual(ends);
      });
      expect(samples.highest).toBeLessThan(LIMIT_MIB);
      expect(await groupMembers(`${shape.name}.main`)).toEqual(members);
      expect(bridge.output.split('partitions assigned')).toHaveLength(2);
    });
  });
});
