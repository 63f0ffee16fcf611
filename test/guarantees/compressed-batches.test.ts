import { gzipSync } from 'node:zlib';
import { eventually } from '../../harness/eventually';
import { uniqueName } from '../../harness/unique-name';
import { STATUS_QUERY, type HostStatus } from '../../src/model/contract/contract';
import { hostWorkflowId } from '../../src/model/names/workflow-id';
import { PER_KEY } from '../support/gateway/hosting-shapes';
import { withWorld } from '../support/gateway/world';
import { produceBatch } from '../support/kafka/produce-batch';
import { WIDE } from '../support/width';
import { CODECS } from '../unit/kafka/protocol/compressed';
import { recordBatchBytes } from '../unit/kafka/protocol/record-batch-bytes';

/** The most memory that a bridge may take: 300 MB. */
const LIMIT_MIB = 286;
const WORKER_MIB = 700;
const KEYS = 20;
const RECORDS = WIDE ? 600 : 120;
/** It takes several answers to pass over, since of each only so much is inflated. */
const HUGE = WIDE ? 2_000_000_000 : 300_000_000;
const GZIP = 1;
const PAD = '0'.repeat(1_000_000);

const gzip = (content: Buffer): Buffer => gzipSync(content, { level: 1 });

/** What Java reads and other readers do not: garbage behind a member of gzip, and streams of snappy in a row. */
const odd = (seq: number): readonly Buffer[] => {
  const of = (one: number) => [
    { offsetDelta: 0, key: Buffer.from(`key-${one % KEYS}`), value: Buffer.from(`{"seq":${one}}`) },
  ];
  const snappy = CODECS.find(({ name }) => name === 'snappy by Java');
  const compress = (content: Buffer): Buffer =>
    Buffer.concat([content.subarray(0, 9), content.subarray(9)].map((part) => snappy?.compress(part) ?? part));
  return [
    recordBatchBytes({
      attributes: GZIP,
      compress: (content) => Buffer.concat([gzip(content), Buffer.from('xy')]),
      records: of(seq),
    }),
    recordBatchBytes({ attributes: snappy?.attributes ?? 0, compress, records: of(seq + 1) }),
  ];
};

/** Records of 1 MB in one batch of some KB, and one behind them that nobody can hold. */
const bomb = (): Buffer =>
  recordBatchBytes({
    attributes: GZIP,
    compress: gzip,
    apart: true,
    hugeBytes: HUGE,
    records: Array.from({ length: RECORDS }, (_, seq) => ({
      offsetDelta: seq,
      key: Buffer.from(`key-${seq % KEYS}`),
      value: Buffer.from(`{"seq":${seq},"pad":"${PAD}"}`),
    })),
  });

describe.each(PER_KEY)('with $hosting', ({ lanes }) => {
  it('I10: a batch that inflates to a thousand times its size is read within the bounds of memory, all of its records are delivered, and one that nobody can hold is told and stops only its own key', async () => {
    await withWorld(async (world) => {
      const topic = await world.topic({ partitions: 1, config: { 'max.message.bytes': '20000000' } });
      const api = await world.recorder();
      const received = new Map<string, number[]>();
      api.react = (call) => {
        const { seq } = JSON.parse(call.body.toString()) as { seq: number };
        const key = `key-${seq % KEYS}`;
        if (call.first) received.set(key, [...(received.get(key) ?? []), seq]);
        // The test has no memory for what it was sent.
        Object.assign(call, { body: Buffer.alloc(0) });
        return { status: 200 };
      };
      const name = uniqueName();
      const options = {
        shape: { name, topics: [topic.name], lanes, kind: 'deliver', timeout: '30s' },
        apiUrl: api.url,
      } as const;
      const worker = await world.gateway({ ...options, command: 'worker' });
      const bridge = await world.gateway({ ...options, command: 'bridge' });
      const [bridged, worked] = [await world.memorySamples(bridge.pid), await world.memorySamples(worker.pid)];

      await produceBatch(topic, 0, bomb());
      for (const batch of odd(RECORDS * KEYS + 1)) await produceBatch(topic, 0, batch);
      await topic.produce([{ partition: 0, key: 'key-0', value: `{"seq":${RECORDS * KEYS}}` }]);

      const expected = Array.from({ length: KEYS }, (_, index) => [
        `key-${index}`,
        Array.from({ length: RECORDS / KEYS }, (_one, turn) => turn * KEYS + index),
      ]);
      for (const index of [0, 1, 2]) (expected[index]?.[1] as number[]).push(RECORDS * KEYS + index);
      await eventually(
        () => {
          expect(Object.fromEntries(received)).toEqual(Object.fromEntries(expected));
        },
        { withinMs: WIDE ? 350_000 : 150_000, everyMs: 250 },
      );
      const client = await world.client();
      const huge = client.workflow.getHandle(hostWorkflowId(name, 'main', 'huge', lanes));
      await eventually(async () => {
        const { chains } = await huge.query<HostStatus>(STATUS_QUERY);
        expect(chains.find(({ chain }) => chain === 'huge')).toMatchObject({
          status: 'parked',
          attempts: 1,
          failure: { code: 'undecodable', message: expect.stringContaining('more than 64 MB') as string },
        });
      });
      expect(bridged.highest).toBeLessThan(LIMIT_MIB);
      // 20 keys are at work, and each of them may hold a record of 1 MB in several forms.
      expect(worked.highest).toBeLessThan(WORKER_MIB);
    });
  });
});
