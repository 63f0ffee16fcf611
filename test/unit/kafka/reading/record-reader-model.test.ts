import fc from 'fast-check';
import type { KafkaClient } from '../../../../src/kafka/client/kafka-client';
import { incarnationStream } from '../../../../src/kafka/client/topic-identity';
import type { Cluster, FetchedMessage } from '../../../../src/kafka/kafkajs-internals';
import { KafkaRecordReader } from '../../../../src/kafka/reading/record-reader';
import { cases } from '../../../support/width';
import { partitionMessage } from './partition-message';

const INCARNATION = 'one';
const TOPIC = 't';
const stream = incarnationStream(INCARNATION, TOPIC);
const OFFSETS = 60;
/** Records that one fetch brings. */
const FETCHED = 7;
/** The longest time of one ask. */
const ASK_MS = 60_000;
const STEP_MS = 5_000;

/** What Kafka does with what it is asked. A request that `vanishes` never settles, not even when its connection ends. */
type Fate = 'answers' | 'answers late' | 'hangs' | 'vanishes' | 'times out' | 'is away' | 'moves';

const fate = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Fate>('answers') },
  { weight: 5, arbitrary: fc.constantFrom<Fate>('answers late', 'hangs', 'vanishes', 'times out', 'is away', 'moves') },
);

const failure = (name: string): Error => Object.assign(new Error(name), { name });

/** A client whose requests end as `next` says, after up to 2 s; one that hangs ends with the connection. */
const fakeClient = (next: () => Fate): KafkaClient & { readonly end: () => void } => {
  const open = new Set<(error: Error) => void>();
  let ended = false;
  const ask = <T>(answer: () => T): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const does = next();
      if (does === 'vanishes') return;
      if (ended) {
        reject(failure('KafkaJSConnectionError'));
        return;
      }
      open.add(reject);
      const settle = (ms: number, how: () => void): void => {
        setTimeout(() => {
          if (open.delete(reject)) how();
        }, ms);
      };
      if (does === 'answers')
        settle(20, () => {
          resolve(answer());
        });
      if (does === 'answers late')
        settle(2_000, () => {
          resolve(answer());
        });
      if (does === 'times out')
        settle(30_000, () => {
          reject(failure('KafkaJSRequestTimeoutError'));
        });
      if (does === 'is away')
        settle(10, () => {
          reject(failure('KafkaJSConnectionError'));
        });
      if (does === 'moves')
        settle(10, () => {
          reject(failure('KafkaJSProtocolError'));
        });
    });
  const leader = {
    versions: null,
    fetch: (request: { readonly topics: readonly { readonly partitions: readonly { fetchOffset: string }[] }[] }) =>
      ask(() => {
        const from = Number(request.topics[0]?.partitions[0]?.fetchOffset);
        const messages: FetchedMessage[] = Array.from({ length: FETCHED }, (_, index) =>
          partitionMessage(from + index, 9),
        );
        return { responses: [{ topicName: TOPIC, partitions: [{ partition: 0, messages }] }] };
      }),
  };
  const end = (): void => {
    ended = true;
    for (const reject of open) reject(failure('KafkaJSConnectionError'));
    open.clear();
  };
  const cluster = {
    addMultipleTargetTopics: () => ask(() => undefined),
    findTopicPartitionMetadata: () => [0, 1, 4].map((partitionId) => ({ partitionId, leader: 1 })),
    findBroker: () => ask(() => leader),
    brokerPool: { findConnectedBroker: () => ask(() => leader) },
    // kafkajs waits for what is under way.
    disconnect: () => new Promise(() => undefined),
  } as unknown as Cluster;
  return { cluster, sockets: { destroy: end }, end } as unknown as KafkaClient & { readonly end: () => void };
};

const asked = fc.record({
  at: fc.nat(5_000),
  partition: fc.constantFrom(0, 1, 4),
  from: fc.nat(OFFSETS),
  step: fc.integer({ min: 1, max: 20 }),
  count: fc.integer({ min: 1, max: 4 }),
  givesUpAfter: fc.option(fc.integer({ min: 1, max: 90_000 }), { nil: undefined, freq: 4 }),
});

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('I10: Each read-back that is asked for ends, whatever others do, whoever gives up, and whichever connection ends under it or never answers.', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(asked, { minLength: 1, maxLength: 15 }),
      fc.array(fate, { maxLength: 60 }),
      fc.array(fc.nat(60_000), { maxLength: 4 }),
      async (asks, fates, ends) => {
        const clients: { readonly end: () => void }[] = [];
        // Once what was drawn is used up, all goes well.
        let used = 0;
        const next = (): Fate => {
          used += 1;
          return fates[used - 1] ?? 'answers';
        };
        const reader = new KafkaRecordReader({ kafka: { brokers: [] }, incarnation: INCARNATION }, () => {
          const client = fakeClient(next);
          clients.push(client);
          return Promise.resolve(client);
        });
        for (const at of ends) setTimeout(() => clients.at(-1)?.end(), at);
        let open = asks.length;
        const read = async ({
          at,
          partition,
          from,
          step,
          count,
          givesUpAfter,
        }: (typeof asks)[number]): Promise<void> => {
          await new Promise((resolve) => setTimeout(resolve, at));
          const offsets = Array.from({ length: count }, (_, index) => BigInt(from + index * step));
          const unwanted = new AbortController();
          if (givesUpAfter !== undefined)
            setTimeout(() => {
              unwanted.abort(new Error('given up'));
            }, givesUpAfter);
          const began = Date.now();
          try {
            const found = await reader.read({ stream, partition, leaderEpoch: 0, offsets }, unwanted.signal);
            expect(found.map((one) => 'record' in one && one.record.offset)).toEqual(offsets);
          } catch (error) {
            expect(error).toMatchObject({ code: 'kafka-unreachable', retryable: true });
          } finally {
            open -= 1;
          }
          if (givesUpAfter !== undefined) expect(Date.now() - began).toBeLessThanOrEqual(givesUpAfter);
        };
        const all = Promise.allSettled(asks.map(read));
        // Each trouble holds up all others once, at most.
        const lastMs = ASK_MS * (1 + fates.filter((one) => one !== 'answers').length);
        for (let ms = 0; open > 0 && ms < lastMs; ms += STEP_MS) await jest.advanceTimersByTimeAsync(STEP_MS);
        expect(open).toBe(0);
        expect((await all).filter(({ status }) => status === 'rejected')).toEqual([]);
        // Those who were given up leave nothing behind that keeps others waiting.
        const late = reader.read({ stream, partition: 0, leaderEpoch: 0, offsets: [0n] });
        const outcome = late.then(
          () => 'read',
          () => 'failed',
        );
        await jest.advanceTimersByTimeAsync(ASK_MS * 4);
        expect(await outcome).toMatch(/^(read|failed)$/);
        const closed = reader.close();
        await jest.advanceTimersByTimeAsync(ASK_MS);
        await closed;
      },
    ),
    { numRuns: cases(150) },
  );
});
