import { gzipSync } from 'node:zlib';
import { patchFetchDecoding, type FetchDefinition } from '../../../../../src/kafka/client/patches/fetch-decoding';
import type { FetchedMessage } from '../../../../../src/kafka/kafkajs-internals';
import { recordBatchBytes } from '../../protocol/record-batch-bytes';

// What the patch changes is kafkajs' own module, which has no types.
const fetchDefinition = jest.requireActual<FetchDefinition>('kafkajs/src/protocol/requests/fetch');

const VERSION = 4;
const GZIP = 1;
const FUTURE_CODEC = 5;

const int = (bytes: 2 | 4 | 8, value: number): Buffer => {
  const written = Buffer.alloc(bytes);
  written.writeIntBE(value, Math.max(0, bytes - 6), Math.min(6, bytes));
  return written;
};

/** A response with these record sets, one for each partition of a topic. */
const response = (sets: readonly Buffer[]): Buffer =>
  Buffer.concat([
    ...[int(4, 0), int(4, 1), int(2, 1), Buffer.from('t'), int(4, sets.length)],
    ...sets.flatMap((set, partition) => [
      ...[int(4, partition), int(2, 0), int(8, 1), int(8, 1), int(4, 0)],
      ...[int(4, set.length), set],
    ]),
  ]);

const decoded = async (sets: readonly Buffer[], asked = {}): Promise<readonly (readonly FetchedMessage[])[]> => {
  const original = fetchDefinition.protocol;
  patchFetchDecoding();
  const partitions = sets.map((_set, partition) => ({ partition, fetchOffset: '0', ...asked }));
  const call = fetchDefinition.protocol({ version: VERSION })({ topics: [{ topic: 't', partitions }] });
  fetchDefinition.protocol = original;
  const { responses } = (await call.response.decode(response(sets))) as {
    readonly responses: readonly { readonly partitions: readonly { readonly messages: readonly FetchedMessage[] }[] }[];
  };
  return responses.flatMap((topic) => topic.partitions.map(({ messages }) => messages));
};

const good = recordBatchBytes({ records: [{ offsetDelta: 0, value: Buffer.from('v') }] });
const unknown = recordBatchBytes({ attributes: FUTURE_CODEC, records: [{ offsetDelta: 0, value: Buffer.from('v') }] });
const damaged = (): Buffer => {
  const bytes = Buffer.from(good);
  bytes.writeUInt8(0xff, bytes.length - 2);
  return bytes;
};

test('I10: A partition whose batch cannot be read withholds nothing of the other partitions of its fetch.', async () => {
  for (const bad of [unknown, damaged()]) {
    for (const sets of [
      [bad, good],
      [good, bad],
    ]) {
      const messages = (await decoded(sets)).flat();
      expect(messages.map(({ value }) => value?.toString())).toEqual(['v']);
    }
  }
});

test('A batch that cannot be read fails its fetch if there is nothing else in it.', async () => {
  await expect(decoded([unknown, Buffer.alloc(0)])).rejects.toMatchObject({ code: 'codec-unknown' });
  await expect(decoded([damaged()])).rejects.toMatchObject({ code: 'kafka-crashed' });
});

test('I10: Who reads back a record gets it by one fetch, whatever is to be inflated for it; a consumer goes on with its next fetch.', async () => {
  const bytes = recordBatchBytes({ attributes: GZIP, compress: gzipSync, apart: true, hugeBytes: 300_000_000 });
  expect(await decoded([bytes])).toEqual([[]]);
  expect(await decoded([bytes], { untilFirst: true })).toMatchObject([
    [{ offset: '0', key: Buffer.from('huge'), tooLarge: 300_000_014 }],
  ]);
});
