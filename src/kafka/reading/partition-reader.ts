// One request of the record reader: which of the records are still there, and what took the others.
import { setTimeout as delay } from 'node:timers/promises';
import { isOffsetOutOfRange, isUnknownTopic, tryAgain } from '../client/kafka-error';
import type { Cluster, FetchedMessage } from '../client/kafkajs-internals';
import { leaderEpochEnd } from './leader-epoch-end';
import { partitionLeader } from './partition-leader';
import type { ReadBack, RecordsToRead } from './records-to-read';
import { sourceRecord } from '../consumer/source-batch';
import { identifyStreams } from '../client/topic-identity';

const ANSWER_BYTES = 1_048_576;
/** Enough for a lone record: the broker sends one whole batch in any case. */
const LONE_RECORD_BYTES = 65_536;
const NEARBY_OFFSETS = 2_000n;
/** Offsets that lie far apart take a fetch each; the rest is for the next request. */
const FETCHES = 32;
const FETCH_WAIT_MS = 250;
/** A broker that has just started may not know of the newest topic yet, so what it denies is asked twice. */
const ASK_AGAIN_MS = 1_000;
// As they were delivered, they were committed; and an open transaction elsewhere must not hide them now.
const READ_UNCOMMITTED = 0;

/** Records of the log between two offsets, all there are. */
interface Window {
  readonly from: bigint;
  readonly next: bigint;
  readonly messages: ReadonlyMap<bigint, FetchedMessage>;
}

export class PartitionReader {
  private fetches = 0;
  /** Once asked: what lies before it is gone, and needs no fetch of its own. */
  private start = -1n;

  constructor(
    private readonly cluster: Cluster,
    private readonly request: RecordsToRead,
    private readonly incarnation: string | undefined,
  ) {}

  /** @throws when Kafka cannot say now. */
  async read(): Promise<readonly ReadBack[]> {
    const { topic } = this.request.stream;
    let results: readonly ReadBack[] = [];
    try {
      await this.cluster.addMultipleTargetTopics([topic]);
      results = await this.collect();
    } catch (error) {
      if (!isUnknownTopic(error)) throw error;
    }
    // Asked after reading: the topic may have been made again in between.
    const gone = await this.streamIsGone();
    if (gone !== undefined) return this.request.offsets.map((offset) => ({ offset, gone }));
    if (results.length === 0 && this.request.offsets.length > 0) throw tryAgain(`not all brokers know ${topic} yet`);
    return results;
  }

  private async collect(): Promise<readonly ReadBack[]> {
    const results: ReadBack[] = [];
    let bytes = 0;
    let window: Window | undefined;
    for (const [index, offset] of this.request.offsets.entries()) {
      if (window === undefined || offset < window.from || offset >= window.next) {
        if (offset < this.start) {
          results.push({ offset, gone: deletedBefore(this.start) });
          continue;
        }
        if (this.fetches === FETCHES || bytes >= ANSWER_BYTES) break;
        const fetched = await this.fetch(offset, index);
        if (typeof fetched === 'string') {
          results.push({ offset, gone: fetched });
          continue;
        }
        window = fetched;
      }
      const result = this.judge(offset, window.messages.get(offset));
      bytes += sizeOf(result);
      if (bytes > ANSWER_BYTES && results.length > 0) break;
      results.push(result);
    }
    return results;
  }

  private judge(offset: bigint, message: FetchedMessage | undefined): ReadBack {
    const { leaderEpoch } = this.request;
    if (message === undefined || message.isControlRecord) {
      return { offset, gone: 'compaction has removed it: a later record has the same key' };
    }
    const found = message.batchContext.partitionLeaderEpoch;
    if (leaderEpoch >= 0 && found !== leaderEpoch) {
      return {
        offset,
        gone: `the log was truncated and written again: leader epoch ${found} stands where epoch ${leaderEpoch} was`,
      };
    }
    return { record: sourceRecord(message) };
  }

  /** The log from `offset` on, or what took the record. */
  private async fetch(offset: bigint, index: number): Promise<Window | string> {
    const { stream, partition, offsets } = this.request;
    const following = offsets[index + 1];
    const isRun = following !== undefined && following > offset && following - offset < NEARBY_OFFSETS;
    const maxBytes = isRun ? ANSWER_BYTES : LONE_RECORD_BYTES;
    this.fetches += 1;
    const leader = await partitionLeader(this.cluster, stream.topic, partition);
    try {
      const { responses } = await leader.fetch({
        isolationLevel: READ_UNCOMMITTED,
        maxWaitTime: FETCH_WAIT_MS,
        minBytes: 1,
        maxBytes,
        topics: [{ topic: stream.topic, partitions: [{ partition, fetchOffset: offset.toString(), maxBytes }] }],
      });
      const messages = responses[0]?.partitions[0]?.messages ?? [];
      const last = messages.at(-1);
      if (last !== undefined && BigInt(last.offset) >= offset) {
        const entries = messages.map((message) => [BigInt(message.offset), message] as const);
        return { from: offset, next: BigInt(last.offset) + 1n, messages: new Map(entries) };
      }
    } catch (error) {
      if (!isOffsetOutOfRange(error)) throw error;
      this.start = await this.logStart();
      if (offset < this.start) return deletedBefore(this.start);
    }
    return this.beyondTheEnd(offset);
  }

  /** Nothing there, nor after it: either the log was cut back, or the broker does not show its end yet. */
  private async beyondTheEnd(offset: bigint): Promise<string> {
    const { stream, partition, leaderEpoch } = this.request;
    const name = `offset ${offset} of ${stream.topic}[${partition}]`;
    if (leaderEpoch < 0) throw tryAgain(`${name} is past the end of the log`);
    const leader = await partitionLeader(this.cluster, stream.topic, partition);
    const end = await leaderEpochEnd(leader, stream.topic, partition, leaderEpoch);
    if (end === undefined || (end.leaderEpoch === leaderEpoch && end.endOffset > offset)) {
      throw tryAgain(`${name} cannot be read yet`);
    }
    return `the log was truncated: its records of leader epoch ${leaderEpoch} end before it`;
  }

  private async logStart(): Promise<bigint> {
    const { stream, partition } = this.request;
    const [starts] = await this.cluster.fetchTopicsOffset([
      { topic: stream.topic, partitions: [{ partition }], fromBeginning: true },
    ]);
    return BigInt(starts?.partitions[0]?.offset ?? -1);
  }

  private async streamIsGone(): Promise<string | undefined> {
    const { stream } = this.request;
    let found = await this.currentStream();
    if (found !== stream.id) {
      await delay(ASK_AGAIN_MS);
      found = await this.currentStream();
    }
    if (found === stream.id) return undefined;
    return found === undefined ? 'its topic was deleted' : 'its topic was deleted and made again';
  }

  private async currentStream(): Promise<string | undefined> {
    const { topic } = this.request.stream;
    const broker = await this.cluster.brokerPool.findConnectedBroker();
    return (await identifyStreams(broker, [topic], this.incarnation)).get(topic)?.id;
  }
}

const deletedBefore = (start: bigint): string => `retention has deleted it: the log starts at offset ${start}`;

const sizeOf = (result: ReadBack): number => {
  if (!('record' in result)) return 0;
  const { key, value, headers } = result.record;
  const headerBytes = headers.reduce((sum, [name, content]) => sum + name.length + (content?.length ?? 0), 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + headerBytes;
};
