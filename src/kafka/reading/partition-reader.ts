// Serves one request of the record reader: which records are still there, and what removed the others.
import { setTimeout as delay } from 'node:timers/promises';
import { unlessAborted } from '../../async/unless-aborted';
import { answered } from '../client/answered';
import { isOffsetOutOfRange, isUnknownTopic, tryAgain } from '../client/kafka-error';
import type { Cluster, FetchedMessage } from '../kafkajs-internals';
import { leaderEpochEnd, partitionLeader } from '../client/partition-leader';
import { fetchRecords } from './fetch-records';
import type { LogWindow, LogWindows } from './log-windows';
import type { ReadBack, RecordsToRead } from './records-to-read';
import { sourceRecord } from '../consumer/source-batch';
import { identifyStreams } from '../client/topic-identity';

const ANSWER_BYTES = 1_048_576;
/** This suffices for a single record: the broker always sends one whole batch. */
const LONE_RECORD_BYTES = 65_536;
const NEARBY_OFFSETS = 2_000n;
/** Offsets far apart take a fetch each; the rest is for the next request. */
const FETCHES = 32;
/** A broker that has just started may not know the newest topic yet, so its denial is checked by asking again. */
const ASK_AGAIN_MS = 1_000;

/** What removed a record, in words for an operator. */
interface Gone {
  readonly kind: 'gone';
  readonly why: string;
}

export class PartitionReader {
  private fetches = 0;
  /** Cached after the first question: what lies before it is gone and needs no fetch. */
  private logStart: bigint | undefined;

  constructor(
    private readonly cluster: Cluster,
    private readonly request: RecordsToRead,
    private readonly incarnation: string | undefined,
    private readonly windows: LogWindows,
    /** Aborts once the connection is lost. */
    private readonly lost: AbortSignal,
    /** Aborts once nobody needs the answer any more. */
    private readonly unwanted: AbortSignal,
  ) {}

  /** @throws if Kafka cannot say now, or the reason of an aborted signal. */
  async read(): Promise<readonly ReadBack[]> {
    const { topic } = this.request.stream;
    let results: readonly ReadBack[] = [];
    try {
      await answered(() => this.cluster.addMultipleTargetTopics([topic]));
      results = await this.collect();
    } catch (error) {
      if (!isUnknownTopic(error)) throw error;
    }
    // Ask after reading: the topic may have been recreated in the meantime.
    const gone = await this.streamIsGone();
    if (gone !== undefined) return this.request.offsets.map((offset) => ({ offset, gone }));
    if (results.length === 0 && this.request.offsets.length > 0) throw tryAgain(`not all brokers know ${topic} yet`);
    return results;
  }

  private async collect(): Promise<readonly ReadBack[]> {
    const results: ReadBack[] = [];
    let bytes = 0;
    let window: LogWindow | undefined;
    for (const [index, offset] of this.request.offsets.entries()) {
      if (window === undefined || offset < window.from || offset >= window.next) {
        const deleted = this.deleted(offset);
        if (deleted !== undefined) {
          results.push({ offset, gone: deleted.why });
          continue;
        }
        // Another fetch may wait for its turn, which must not be for a record that the answer has no room for.
        const likely = bytes / Math.max(1, results.length);
        if (this.fetches === FETCHES || bytes + likely > ANSWER_BYTES) break;
        const fetched = await this.around(offset, index);
        if (fetched.kind === 'gone') {
          results.push({ offset, gone: fetched.why });
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
    if (message.tooLarge !== undefined) {
      return { offset, gone: `it is too large to keep in memory: ${message.tooLarge} bytes or more` };
    }
    if (message.unreadable !== undefined) {
      return { offset, gone: `its record batch could not be decoded: ${message.unreadable}` };
    }
    return { record: sourceRecord(message) };
  }

  /** Returns undefined if the start of the log is unknown or not past the offset. */
  private deleted(offset: bigint): Gone | undefined {
    if (this.logStart === undefined || offset >= this.logStart) return undefined;
    return { kind: 'gone', why: `retention has deleted it: the log starts at offset ${this.logStart}` };
  }

  private around(offset: bigint, index: number): Promise<LogWindow | Gone> {
    const { stream, partition, leaderEpoch } = this.request;
    // Named by the epoch too: in a log that was truncated, others stand at the same offsets.
    const log = `${stream.id} ${partition} ${leaderEpoch}`;
    // The turn ends with the connection, whatever becomes of the fetch, and not because nobody needs what it brings:
    // more than one at a time would take more memory.
    const fetch = (): Promise<LogWindow | Gone> => unlessAborted(this.fetch(offset, index), this.lost);
    return this.windows.around(log, partition, offset, fetch, this.lost, this.unwanted);
  }

  /** Fetches the log from `offset` on. */
  private async fetch(offset: bigint, index: number): Promise<LogWindow | Gone> {
    const { stream, partition, offsets } = this.request;
    const following = offsets[index + 1];
    const isRun = following !== undefined && following > offset && following - offset < NEARBY_OFFSETS;
    const maxBytes = isRun ? ANSWER_BYTES : LONE_RECORD_BYTES;
    this.fetches += 1;
    // The records were committed when they were delivered, and an open transaction elsewhere must not hide them now.
    const place = { topic: stream.topic, partition, offset, maxBytes, sees: 'uncommitted', untilFirst: true } as const;
    try {
      const messages = await fetchRecords(this.cluster, place);
      const last = messages.at(-1);
      if (last !== undefined && BigInt(last.offset) >= offset) {
        const entries = messages.map((message) => [BigInt(message.offset), message] as const);
        const bytes = messages.reduce((sum, message) => sum + sizeOf({ record: sourceRecord(message) }) + 256, 0);
        return { kind: 'window', from: offset, next: BigInt(last.offset) + 1n, messages: new Map(entries), bytes };
      }
    } catch (error) {
      if (!isOffsetOutOfRange(error)) throw error;
      this.logStart = await this.fetchLogStart();
      const gone = this.deleted(offset);
      if (gone !== undefined) return gone;
    }
    return this.beyondTheEnd(offset);
  }

  /** Nothing is there or after it: either the log was cut back, or the broker does not show its end yet. */
  private async beyondTheEnd(offset: bigint): Promise<Gone> {
    const { stream, partition, leaderEpoch } = this.request;
    const name = `offset ${offset} of ${stream.topic}[${partition}]`;
    if (leaderEpoch < 0) throw tryAgain(`${name} is past the end of the log`);
    const end = await answered(async () => {
      const leader = await partitionLeader(this.cluster, stream.topic, partition);
      return leaderEpochEnd(leader, stream.topic, partition, leaderEpoch);
    });
    const isThere = end.kind === 'end' && end.leaderEpoch === leaderEpoch && end.endOffset > offset;
    if (isThere || end.kind === 'unsupported') {
      throw tryAgain(`${name} cannot be read yet`);
    }
    return { kind: 'gone', why: `the log was truncated: its records of leader epoch ${leaderEpoch} end before it` };
  }

  private async fetchLogStart(): Promise<bigint | undefined> {
    const { stream, partition } = this.request;
    const [starts] = await answered(() =>
      this.cluster.fetchTopicsOffset([{ topic: stream.topic, partitions: [{ partition }], fromBeginning: true }]),
    );
    const start = starts?.partitions[0]?.offset;
    return start === undefined ? undefined : BigInt(start);
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

  private currentStream(): Promise<string | undefined> {
    const { topic } = this.request.stream;
    return answered(async () => {
      const broker = await this.cluster.brokerPool.findConnectedBroker();
      return (await identifyStreams(broker, [topic], this.incarnation)).get(topic)?.id;
    });
  }
}

const sizeOf = (result: ReadBack): number => {
  if (!('record' in result)) return 0;
  const { key, value, headers } = result.record;
  const headerBytes = headers.reduce((sum, [name, content]) => sum + name.length + (content?.length ?? 0), 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + headerBytes;
};
