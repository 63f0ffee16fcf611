import { STATUS_QUERY, type ChainStatus, type HostStatus } from '../../src/model/contract/contract';
import { outboxWorkflowId } from '../../src/model/names/outbox-names';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { withAdmin } from '../../harness/with-admin';
import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import type { KafkaTopic } from '../../harness/kafka-topic';
import { bodyOf, judgePublished, ONCE, publisherRecords, untilPublished } from '../../harness/published';
import { readCommitted } from '../../harness/read-committed';
import { withTemporalClient } from '../support/engines/temporal-client';
import { uniqueName } from '../../harness/unique-name';
import { withTopic } from '../../harness/with-topic';
import { withWorld } from '../support/gateway/world';

/** No handler of these tests calls it. */
const apiUrl = 'http://127.0.0.1:9';
const WITHIN = { withinMs: 150_000 };
const TEST_MS = 400_000;

const shapeOf = (topic: KafkaTopic, name: string) =>
  ({ name, topics: [topic.name], lanes: 0, kind: 'publisher', outbox: {} }) as const;

const head = async (name: string, key: string): Promise<ChainStatus | undefined> =>
  withTemporalClient(async (client) => {
    const handle = client.workflow.getHandle(hostWorkflowId(name, 'main', key, 0));
    return (await handle.query<HostStatus>(STATUS_QUERY)).chains[0];
  });

it(
  'I10: a topic that is not there holds up those who publish to it, until it is',
  async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const target = await world.topic({ partitions: 2, prefix: 'published' });

      const name = uniqueName();
      const late = { brokers: target.brokers, name: `${target.name}-late` };
      await topic.produce(publisherRecords({ keys: 1, perKey: 3 }, late.name));
      const elsewhere = publisherRecords({ keys: 3, perKey: 3 }, target.name);
      await topic.produce(elsewhere.filter(({ key }) => key !== 'key-0'));
      await world.gateway({ shape: shapeOf(topic, name), apiUrl });

      await untilPublished(target, 6);
      await eventually(async () => {
        expect(await head(name, 'key-0')).toMatchObject({
          status: 'retrying',
          waiting: 3,
          failure: { code: 'publish-failed' },
        });
      }, WITHIN);
      await withAdmin(target, async (admin) => {
        await admin.createTopics({ topics: [{ topic: late.name, numPartitions: 2 }] });
        await eventually(
          async () => {
            expect((await readCommitted(late)).map((record) => bodyOf(record).seq)).toEqual([0, 1, 2]);
          },
          { ...WITHIN, everyMs: 2_000 },
        );
        await admin.deleteTopics({ topics: [late.name] });
      });
    });
  },
  TEST_MS,
);

it(
  'I10: a record that Kafka refuses parks its own key, and what stood beside it is published',
  async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const target = await world.topic({ partitions: 1, prefix: 'published', config: { 'max.message.bytes': '4000' } });

      const name = uniqueName();
      const records = publisherRecords({ keys: 8, perKey: 4 }, target.name, (seq) =>
        seq === 2 ? { padding: 'x'.repeat(6_000) } : {},
      );
      await topic.produce(records.filter(({ key, value }) => key === 'key-3' || !String(value).includes('xxx')));
      await withGateway({ shape: shapeOf(topic, name), apiUrl }, async () => {
        await untilPublished(target, 7 * 3 + 2);
        await eventually(async () => {
          expect(await head(name, 'key-3')).toMatchObject({
            status: 'parked',
            waiting: 2,
            failure: { code: 'publish-refused' },
          });
        }, WITHIN);
      });
      expect(await readCommitted(target)).toHaveLength(7 * 3 + 2);
    });
  },
  TEST_MS,
);

it(
  'I9: a writer whose workflow was terminated is started again, and goes on where it was',
  async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const target = await world.topic({ partitions: 2, prefix: 'published' });

      const load = { keys: 10, perKey: 10 };
      const shape = { ...shapeOf(topic, uniqueName()), outbox: { writers: 1 } };
      await topic.produce(publisherRecords(load, target.name));
      await withGateway({ shape, apiUrl }, async () => {
        await untilPublished(target, 100);
        const client = await world.client();
        await client.workflow.getHandle(outboxWorkflowId(shape.name, 0)).terminate('by a test');

        await topic.produce(publisherRecords({ ...load, from: 10 }, target.name));
        await untilPublished(target, 200);
      });
      expect(judgePublished(await readCommitted(target), { keys: 10, perKey: 20 })).toEqual(ONCE);
    });
  },
  TEST_MS,
);

it(
  'I5, I7: at least once, by choice, loses nothing when it is killed, and repeats have the same record id',
  async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 2 });
      const target = await world.topic({ partitions: 2, prefix: 'published' });

      const load = { keys: 20, perKey: 40 };
      const shape = { ...shapeOf(topic, uniqueName()), outbox: { mode: 'at-least-once' } } as const;
      await topic.produce(publisherRecords(load, target.name));
      const doomed = await GatewayProcess.start({ shape, apiUrl });
      await untilPublished(target, 100);
      await doomed.kill();
      await withGateway({ shape, apiUrl }, async () => {
        await eventually(
          async () => {
            const bodies = (await readCommitted(target)).map(bodyOf);
            expect(new Set(bodies.map(({ key, seq }) => `${key} ${seq}`)).size).toBe(800);
          },
          { ...WITHIN, everyMs: 2_000 },
        );
      });
      const { lost, doubled, sharedIds } = judgePublished(await readCommitted(target), load);
      expect({ lost, sharedIds }).toEqual({ lost: 0, sharedIds: doubled });
    });
  },
  TEST_MS,
);

it(
  'I7: a record whose handler publishes without an outbox in the config parks its key, in words that say what to do',
  async () => {
    await withTopic({ partitions: 1 }, async (topic) => {
      const name = uniqueName();
      await topic.produce(publisherRecords({ keys: 1, perKey: 1 }, 'anywhere'));
      const shape = { name, topics: [topic.name], lanes: 0, kind: 'publisher' } as const;
      await withGateway({ shape, apiUrl }, async () => {
        await eventually(async () => {
          const { status, failure } = (await head(name, 'key-0')) ?? {};
          expect({ status, message: failure?.message }).toEqual({
            status: 'parked',
            message: 'The gateway has no outbox to publish with: add `outbox: {}` to its configuration.',
          });
        }, WITHIN);
      });
    });
  },
  TEST_MS,
);
