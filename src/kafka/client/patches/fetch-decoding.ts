// Puts our record batch decoding into kafkajs' Fetch responses. The module cache would be the obvious place, but jest
// has no writable one, and a kafkajs that is already loaded has bound its modules; this object is looked up on each
// request.
import fetchDefinition from 'kafkajs/src/protocol/requests/fetch';
import { markAborted } from '../../protocol/aborted-records';
import { ByteReader } from '../../protocol/byte-reader';
import { DecodingRoom } from '../../protocol/decoding-room';
import { PausedBatches } from '../../protocol/paused-batches';
import { decodeRecordBatches } from '../../protocol/record-batch';
import type { FetchedMessage, ProtocolCall } from '../../kafkajs-internals';

export interface FetchDefinition {
  protocol: (choice: { readonly version: number }) => (request: unknown) => ProtocolCall<unknown>;
}

/** Older responses use the message formats from before Kafka 0.11. */
const FIRST_VERSION = 4;
/** A response is at most about 2 MB, but what it holds may be compressed to a thousandth (I10). */
const ROOM_BYTES = 16_777_216;
/** Who must have a record waits for no consumer that stands still with its batches, and holds none up. */
const PAUSED = { consumed: new PausedBatches(), readBack: new PausedBatches() } as const;

interface FetchRequest {
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly AskedPartition[];
  }[];
}

interface AskedPartition {
  readonly partition: number;
  readonly fetchOffset: string | number | bigint;
  /**
   * Set if an answer without records must mean that the log has none: their batch is then inflated up to the first one,
   * whatever lies before it. A consumer goes on with its next fetch instead, and sends heartbeats meanwhile.
   */
  readonly untilFirst?: boolean;
  /** Called when the answer is there, before it is decoded. */
  readonly arrived?: () => void;
}

type DecodedPartition = ReturnType<typeof decodePartition>;

export const patchFetchDecoding = (): void => {
  const original = fetchDefinition.protocol;
  fetchDefinition.protocol = ({ version }) => {
    const protocol = original({ version });
    if (version < FIRST_VERSION) return protocol;
    return (request) => {
      const call = protocol(request);
      const decode = (payload: Buffer): Promise<unknown> => decodeFetch(payload, version, request as FetchRequest);
      return { ...call, response: { decode, parse: call.response.parse } };
    };
  };
};

const decodeFetch = async (payload: Buffer, version: number, request: FetchRequest): Promise<unknown> => {
  const asked = request.topics.flatMap((topic) => topic.partitions);
  for (const { arrived } of asked) arrived?.();
  const reader = new ByteReader(payload);
  const throttleTime = reader.int32();
  const session = version >= 7 ? { errorCode: reader.int16(), sessionId: reader.int32() } : {};
  const topics = reader.array(() => ({
    topicName: reader.string(),
    partitions: reader.array(() => decodePartition(reader, version)),
  }));
  const all = topics.flatMap(({ topicName, partitions }) =>
    partitions.map((partition) => ({ ...partition, from: fetchedFrom(request, topicName, partition.partition) })),
  );
  const messages = await decodeInTurn(
    all,
    asked.some(({ untilFirst }) => untilFirst === true),
  );
  const responses = topics.map(({ topicName, partitions }) => ({
    topicName,
    // These are empty on purpose: aborted records are marked already, and kafkajs' filter would judge again, wrongly.
    partitions: partitions.map((partition) => ({
      ...partition,
      // What was decoded must not keep the whole response in memory.
      recordSet: undefined,
      abortedTransactions: [],
      messages: messages.shift() ?? [],
    })),
  }));
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

/**
 * Decodes as much as there is room for, beginning at some partition, so that all have their turn. What is left out is
 * fetched again, for kafkajs goes on after the last message that it got.
 */
const decodeInTurn = async (
  partitions: readonly (DecodedPartition & { readonly from: bigint })[],
  untilFirst: boolean,
): Promise<FetchedMessage[][]> => {
  const room = new DecodingRoom(ROOM_BYTES, { untilFirst });
  const paused = untilFirst ? PAUSED.readBack : PAUSED.consumed;
  const messages = partitions.map((): FetchedMessage[] => []);
  let failure: { readonly error: unknown } | undefined;
  const first = Math.floor(Math.random() * partitions.length);
  for (let turn = 0; turn < partitions.length && !room.full; turn += 1) {
    const index = (first + turn) % partitions.length;
    const partition = partitions[index];
    if (partition === undefined || partition.recordSet.length === 0) continue;
    try {
      const batches = await decodeRecordBatches(partition.recordSet, { from: partition.from, room, paused });
      markAborted(batches, partition.abortedTransactions);
      messages[index] = batches.flatMap((batch) => batch.messages);
    } catch (error) {
      failure ??= { error };
    }
  }
  // What another partition has must be delivered first: the next fetch tells of the failure again.
  if (failure !== undefined && messages.every((one) => one.length === 0)) throw failure.error;
  return messages;
};

const fetchedFrom = ({ topics }: FetchRequest, name: string, number: number): bigint => {
  const asked = topics.find(({ topic }) => topic === name)?.partitions.find(({ partition }) => partition === number);
  return BigInt(asked?.fetchOffset ?? 0);
};
