import { eventually } from '../../harness/eventually';
import { withGateway } from '../support/gateway/gateway-process';
import { PER_KEY } from '../support/gateway/hosting-shapes';
import { judge, KEPT, keyedRecords } from '../../harness/keyed-records';
import type { TopicRecord } from '../../harness/kafka-topic';
import { uniqueName } from '../../harness/unique-name';
import { withWorld } from '../support/gateway/world';
import { STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';

const ROUND = { keys: 20, perKey: 20 };
const ALL = { keys: 20, perKey: 60 };
const AWAY_MS = 6_000;

/** They travel by reference, and are read back from Kafka. */
const large = (records: readonly TopicRecord[]): readonly TopicRecord[] =>
  records.map((record) => ({
    ...record,
    value: `${(record.value as string).slice(0, -1)},"pad":"${'x'.repeat(2_000)}"}`,
  }));

const away = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, AWAY_MS));

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I1, I2, I4, I7: delivery resumes by itself after the broker, Temporal and the API were down; nothing is lost', async () => {
    await withWorld(async (world) => {
      const kafka = await world.kafka();
      const temporal = await world.temporal();
      const topic = await world.topic({ partitions: 4, brokers: kafka.address });
      const api = await world.recorder();

      const bridge = { inlineBytes: 1_000 };
      const shape = { name: uniqueName(), topics: [topic.name], lanes, kind: 'deliver', bridge } as const;
      const everythingIsCommitted = async (): Promise<void> => {
        const ends = await topic.endOffsets();
        await eventually(async () => {
          expect(await topic.committedOffsets(`${shape.name}.main`)).toEqual(ends);
        });
      };
      const options = { shape, apiUrl: api.url, brokers: kafka.address, temporal: temporal.address };
      await withGateway(options, async () => {
        await topic.produce(keyedRecords(ROUND));
        await eventually(
          () => {
            expect(api.effects.length).toBeGreaterThan(40);
          },
          { everyMs: 5 },
        );
        await temporal.kill();
        await away();
        await temporal.restart();
        await eventually(
          () => {
            expect(api.effects).toHaveLength(400);
          },
          { withinMs: 150_000 },
        );
        await topic.produce(keyedRecords({ ...ROUND, from: 20 }));
        await kafka.kill();
        await away();
        await kafka.restart();
        await eventually(
          () => {
            expect(api.effects).toHaveLength(800);
          },
          { withinMs: 150_000 },
        );
        await api.close();
        await topic.produce(large(keyedRecords({ ...ROUND, from: 40 })));
        await everythingIsCommitted();
        await kafka.kill();
        const client = await world.client(temporal.address);
        const host = client.workflow.getHandle(hostWorkflowId(shape.name, 'main', 'key-0', lanes));
        await eventually(async () => {
          const { chains } = await host.query<HostStatus>(STATUS_QUERY);
          const failing = chains.filter(({ status, failure }) => status === 'retrying' && failure?.code === 'network');
          expect(failing.map(({ failure }) => failure?.message).join('\n')).toContain(
            'Could not read the record back from Kafka',
          );
        });
        await api.open();
        await kafka.restart();
        await eventually(
          () => {
            expect(api.effects).toHaveLength(1_200);
          },
          { withinMs: 150_000 },
        );
        await everythingIsCommitted();
      });
      expect(judge(api, ALL)).toEqual(KEPT);
    });
  });
});
