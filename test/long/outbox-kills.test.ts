import { setTimeout as delay } from 'node:timers/promises';
import { GatewayProcess, withGateway } from '../support/gateway-process';
import { openTransactions } from '../support/open-transactions';
import { judgePublished, ONCE, publisherRecords, untilPublished } from '../support/published';
import { readCommitted } from '../support/read-committed';
import { uniqueName } from '../support/unique-name';
import { withKafka } from '../support/with-kafka';
import { withTemporal } from '../support/with-temporal';
import { withTopic } from '../support/with-topic';

const LOAD = { keys: 100, perKey: 200 };
const TOTAL = LOAD.keys * LOAD.perKey;
const ROUNDS = 5;
/** Between two kills something is published, or not: the moment is not chosen. */
const SEED = 7;

/** Random numbers from 0 to 1 that are the same in every run. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

it('I9: 20,000 published records survive kills of gateway, Temporal and Kafka', async () => {
  const random = randomFrom(SEED);
  await withKafka((kafka) =>
    withTemporal((temporal) =>
      withTopic({ partitions: 4, brokers: kafka.address }, (topic) =>
        withTopic({ partitions: 4, prefix: 'published', brokers: kafka.address }, async (target) => {
          const options = {
            shape: { name: uniqueName(), topics: [topic.name], lanes: 0, kind: 'publisher', outbox: {} },
            apiUrl: 'http://127.0.0.1:9',
            brokers: kafka.address,
            temporal: temporal.address,
          } as const;
          const records = publisherRecords(LOAD, target.name);
          for (let at = 0; at < TOTAL; at += 2_000) await topic.produce(records.slice(at, at + 2_000));
          const other = await GatewayProcess.start(options);
          for (let round = 0; round < ROUNDS; round += 1) {
            const gateway = await GatewayProcess.start(options);
            await delay(2_000 + random() * 5_000);
            if (round % 2 === 1) {
              const engine = round % 4 === 1 ? temporal : kafka;
              await engine.kill();
              await delay(random() * 3_000);
              await engine.restart();
            }
            await gateway.kill();
          }
          await other.kill();
          await withGateway(options, () => untilPublished(target, TOTAL));
          expect(judgePublished(await readCommitted(target), LOAD)).toEqual(ONCE);
          expect(await openTransactions(target)).toBe(0);
        }),
      ),
    ),
  );
}, 900_000);
