import { Narrowing } from '../../../src/outbox/narrowing';
import type { PreparedAsk, PreparedRecord } from '../../../src/outbox/prepared-ask';
import { ProduceRefused } from '../../../src/outbox/produce-refused';
import type { TopicPartitions } from '../../../src/outbox/produce-connection';
import { planTransaction, publishedOutcomes } from '../../../src/outbox/transaction-plan';

const record = (more: Partial<PreparedRecord> = {}): PreparedRecord => ({
  topic: 't',
  key: Buffer.from('k'),
  value: Buffer.from('v'),
  headers: [],
  bytes: 100,
  ...more,
});

const ask = (...chains: readonly (readonly PreparedRecord[])[]): PreparedAsk => ({
  id: 'a'.repeat(16),
  bytes: 0,
  chains: chains.map((records, index) => ({
    chain: `c${index}`,
    asked: records.length,
    records: records.map((one) => [one]),
  })),
});

const TOPICS = new Map<string, TopicPartitions>([
  ['t', { kind: 'writable', count: 3 }],
  ['gone', { kind: 'refused', why: 'This server does not host this topic-partition' }],
]);

test('Records of a partition stay in order, in batches of bounded size, one a round.', () => {
  const records = Array.from({ length: 12 }, (_, at) => record({ value: Buffer.from(String(at)), bytes: 100_000 }));
  const { rounds } = planTransaction([ask(records)], TOPICS, new Narrowing());
  expect(rounds.map((round) => round.map(({ messages }) => messages.length))).toEqual([[5], [5], [2]]);
  const values = rounds.flatMap((round) => round.flatMap(({ messages }) => messages.map(({ value }) => String(value))));
  expect(values).toEqual(records.map(({ value }) => String(value)));
});

test('Records without a key of one chain go to one partition.', () => {
  const { rounds } = planTransaction([ask([record({ key: null }), record({ key: null })])], TOPICS, new Narrowing());
  expect(rounds[0]).toHaveLength(1);
});

test('A chain is cut at what cannot be published, others are not, and the cut is told by counts.', () => {
  const whole = ask([record(), record({ topic: 'gone' }), record()], [record({ partition: 7 })], [record()]);
  const [planned] = planTransaction([whole], TOPICS, new Narrowing()).asks;
  expect(planned).toMatchObject({
    count: 2,
    cuts: '0.1;1.0',
    outcomes: [
      { chain: 'c0', settled: 1, failure: { code: 'publish-failed', terminal: false } },
      { chain: 'c1', settled: 0, failure: { code: 'publish-refused', terminal: true } },
      { chain: 'c2', settled: 1 },
    ],
  });
  const known = publishedOutcomes(whole, planned?.cuts ?? '').map(({ settled }) => settled);
  expect(known).toEqual([1, 0, 1]);
});

test('A record that Kafka refuses by itself is told from a topic that takes none.', () => {
  const [bad, other] = [record(), record({ topic: 'gone' })];
  const narrowing = new Narrowing();
  const batch = { topic: 't', partition: 0, records: [bad], messages: [], bytes: 100 };
  narrowing.refused(new ProduceRefused('record', [batch], new Error('The timestamp is out of range')));
  const [planned] = planTransaction([ask([record(), bad], [other])], TOPICS, narrowing).asks;
  expect(planned?.outcomes).toEqual([
    {
      chain: 'c0',
      settled: 1,
      failure: {
        code: 'publish-refused',
        message: 'Kafka refuses a record for t: The timestamp is out of range',
        terminal: true,
      },
      recordRefused: true,
    },
    { chain: 'c1', settled: 0, failure: expect.objectContaining({ code: 'publish-failed' }) as unknown },
  ]);
});

test('The cuts of an ask stay below 512 characters and say what was done, however many of its chains are cut.', () => {
  const many = ask(...Array.from({ length: 500 }, () => [record(), record({ topic: 'gone' })]));
  const [planned] = planTransaction([many], TOPICS, new Narrowing()).asks;
  expect(planned?.cuts.length).toBeLessThanOrEqual(512);
  const settled = planned?.outcomes.map((outcome) => outcome.settled) ?? [];
  expect(publishedOutcomes(many, planned?.cuts ?? '').map((outcome) => outcome.settled)).toEqual(settled);
  expect(settled.reduce((sum, count) => sum + count, 0)).toBe(planned?.count);
  expect(settled[0]).toBe(1);
});

test('What may go later is tried again by all chains of an ask together, and not when those of another ask are.', () => {
  const random = jest.spyOn(Math, 'random');
  for (const value of [0, 0.25, 1]) random.mockReturnValueOnce(value);
  const gone = [record({ topic: 'gone' })];
  const planned = planTransaction([ask(gone, gone), ask(gone), ask(gone)], TOPICS, new Narrowing()).asks;
  const failed = (retryInMs: number) => ({ failure: { code: 'publish-failed', retryInMs } });
  expect(planned.map(({ outcomes }) => outcomes)).toMatchObject([
    [failed(2_500), failed(2_500)],
    [failed(3_125)],
    [failed(5_000)],
  ]);
  random.mockRestore();
});
