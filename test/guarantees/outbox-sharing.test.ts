import { eventually } from '../../harness/eventually';
import { GatewayProcess, withGateway } from '../support/gateway/gateway-process';
import type { KafkaTopic } from '../../harness/kafka-topic';
import { openTransactions } from '../../harness/open-transactions';
import { judgePublished, ONCE, publisherRecords, untilPublished } from '../../harness/published';
import { readCommitted } from '../../harness/read-committed';
import { uniqueName } from '../../harness/unique-name';
import { withTopic } from '../../harness/with-topic';
import { WIDE } from '../support/width';

const KEYS = 40;
/** A crash costs up to a quarter of a minute, until the server has missed a heartbeat. */
const TEST_MS = 400_000;
/** No handler of these tests calls it. */
const apiUrl = 'http://127.0.0.1:9';

const shapeOf = (topic: KafkaTopic, target: KafkaTopic, writers: number, name = uniqueName()) =>
  ({
    name,
    topics: [topic.name],
    lanes: 0,
    kind: 'publisher',
    publish: { to: target.name },
    outbox: { writers },
  }) as const;

const world = (body: (topic: KafkaTopic, target: KafkaTopic) => Promise<void>): Promise<void> =>
  withTopic({ partitions: 4 }, (topic) =>
    withTopic({ partitions: 3, prefix: 'published' }, (target) => body(topic, target)),
  );

it(
  'I9: a publisher that was frozen and taken for dead is fenced when it wakes up',
  async () => {
    await world(async (topic, target) => {
      const load = { keys: KEYS, perKey: 40 };
      const shape = shapeOf(topic, target, 2);
      const zombie = await GatewayProcess.start({ shape, apiUrl });
      try {
        await topic.produce(publisherRecords(load, target.name));
        await eventually(
          async () => {
            expect((await target.endOffsets()).some((end) => end > 20n)).toBe(true);
          },
          { everyMs: 10 },
        );
        zombie.signal('SIGSTOP');
        await withGateway({ shape, apiUrl }, async () => {
          await untilPublished(target, KEYS * 40);
          await topic.produce(publisherRecords({ ...load, from: 40 }, target.name));
          zombie.signal('SIGCONT');
          await untilPublished(target, KEYS * 80);
        });
      } finally {
        zombie.signal('SIGCONT');
        await zombie.kill();
      }
      expect(judgePublished(await readCommitted(target), { keys: KEYS, perKey: 80 })).toEqual(ONCE);
      expect(await openTransactions(target)).toBe(0);
    });
  },
  TEST_MS,
);

it(
  'I9: gateways that come and go share the writers',
  async () => {
    await world(async (topic, target) => {
      const shape = shapeOf(topic, target, 3);
      const first = await GatewayProcess.start({ shape, apiUrl });
      const second = await GatewayProcess.start({ shape, apiUrl });
      let third: GatewayProcess | undefined;
      try {
        await topic.produce(publisherRecords({ keys: KEYS, perKey: 30 }, target.name));
        await untilPublished(target, 100);
        third = await GatewayProcess.start({ shape, apiUrl });
        await first.kill();
        await topic.produce(publisherRecords({ keys: KEYS, perKey: 30, from: 30 }, target.name));
        await untilPublished(target, KEYS * 45);
        await second.stop();
        await topic.produce(publisherRecords({ keys: KEYS, perKey: 30, from: 60 }, target.name));
        await untilPublished(target, KEYS * 90);
      } finally {
        await first.kill();
        await second.kill();
        await third?.stop();
      }
      expect(judgePublished(await readCommitted(target), { keys: KEYS, perKey: 90 })).toEqual(ONCE);
      expect(await openTransactions(target)).toBe(0);
    });
  },
  TEST_MS,
);

it(
  'I9: the number of writers changes between two starts, and nothing is published twice or out of order',
  async () => {
    await world(async (topic, target) => {
      const name = uniqueName();
      let perKey = 0;
      for (const writers of WIDE ? [1, 4, 2, 3] : [1, 4]) {
        await topic.produce(publisherRecords({ keys: KEYS, perKey: 20, from: perKey }, target.name));
        perKey += 20;
        const gateway = await GatewayProcess.start({ shape: shapeOf(topic, target, writers, name), apiUrl });
        await untilPublished(target, KEYS * (perKey - 15));
        // The gateway is in the middle of its work: what it has asked its writers is answered under the next number.
        await gateway.kill();
      }
      await withGateway({ shape: shapeOf(topic, target, 2, name), apiUrl }, () =>
        untilPublished(target, KEYS * perKey),
      );
      expect(judgePublished(await readCommitted(target), { keys: KEYS, perKey })).toEqual(ONCE);
      expect(await openTransactions(target)).toBe(0);
    });
  },
  TEST_MS,
);
