// Puts our record batch decoding into kafkajs' Fetch responses. The module cache would be the obvious place, but jest
// has no writable one, and a kafkajs that is already loaded has bound its modules; this object is looked up on each
// request.
import fetchDefinition from 'kafkajs/src/protocol/requests/fetch';
import { markAborted } from '../../protocol/aborted-records';
import { ByteReader } from '../../protocol/byte-reader';
import type { ProtocolCall } from '../kafkajs-internals';
import { decodeRecordBatches } from '../../protocol/record-batch';

export interface FetchDefinition {
  protocol: (choice: { readonly version: number }) => (request: unknown) => ProtocolCall<unknown>;
}

/** Older responses use the message formats from before Kafka 0.11. */
const FIRST_VERSION = 4;

export const patchFetchDecoding = (): void => {
  const original = fetchDefinition.protocol;
  fetchDefinition.protocol = ({ version }) => {
    const protocol = original({ version });
    if (version < FIRST_VERSION) return protocol;
    return (request) => {
      const call = protocol(request);
      return { ...call, response: { decode: (payload) => decodeFetch(payload, version), parse: call.response.parse } };
    };
  };
};

const decodeFetch = async (payload: Buffer, version: number): Promise<unknown> => {
  const reader = new ByteReader(payload);
  const throttleTime = reader.int32();
  const session = version >= 7 ? { errorCode: reader.int16(), sessionId: reader.int32() } : {};
  const topics = reader.array(() => ({
    topicName: reader.string(),
    partitions: reader.array(() => decodePartition(reader, version)),
  }));
  const responses = [];
  for (const { topicName, partitions } of topics) {
    const decoded = [];
    for (const { recordSet, abortedTransactions, ...partition } of partitions) {
      const batches = await decodeRecordBatches(recordSet);
      markAborted(batches, abortedTransactions);
      // Empty on purpose: aborted records are marked already, and kafkajs' filter would judge again, wrongly.
      decoded.push({ ...partition, abortedTransactions: [], messages: batches.flatMap(({ messages }) => messages) });
    }
    responses.push({ topicName, partitions: decoded });
  }
  // From version 8 on, the broker answers first and expects the client to wait by itself.
  return version >= 8
    ? { throttleTime: 0, clientSideThrottleTime: throttleTime, ...session, responses }
    : { throttleTime, ...session, responses };
};

const decodePartition = (reader: ByteReader, version: number) => ({
  partition: reader.int32(),
  errorCode: reader.int16(),
  highWatermark: reader.int64().toString(),
  lastStableOffset: reader.int64().toString(),
  lastStartOffset: version >= 5 ? reader.int64().toString() : '-1',
  abortedTransactions: reader.array(() => ({ producerId: reader.int64().toString(), firstOffset: reader.int64() })),
  preferredReadReplica: version >= 11 ? reader.int32() : -1,
  recordSet: reader.bytes(Math.max(0, reader.int32())),
});
