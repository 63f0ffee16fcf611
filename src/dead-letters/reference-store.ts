import { KafkaRecordReader } from '../kafka/reading/record-reader';
import { RecordEncoder } from '../records/record-encoder';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import { parseDeadLetter } from './dead-letter';
import { DeadLetterWriter } from './dead-letter-writer';
import type { SourceRecord } from '../records/record-source';
import type { Log } from '../log';
import type { ReadRequest, ReadResult, RejectRequest } from '../model/contract/effect-contract';
import { defined } from '../model/defined';

/** Reads payloads of records that travel by reference back from Kafka, and decodes them as their route says. */
export class ReferenceStore {
  private readonly reader: KafkaRecordReader;
  private readonly deadLetters: DeadLetterWriter;
  private readonly encoders: ReadonlyMap<string, RecordEncoder>;

  constructor(config: ResolvedConfig, log: Log) {
    this.reader = new KafkaRecordReader({
      kafka: config.kafka,
      ...defined({ incarnation: config.incarnation }),
    });
    this.deadLetters = new DeadLetterWriter(config, this.reader, log);
    this.encoders = new Map(config.routes.map((route) => [route.name, RecordEncoder.ofRoute(config, route)]));
  }

  /**
   * Ends at once when `unwanted` is aborted.
   * @throws retryable errors of the broker; that a record is gone for good is an answer, not an error.
   */
  async read(
    { route, stream, partition, leaderEpoch, offsets, letters }: ReadRequest,
    unwanted?: AbortSignal,
  ): Promise<readonly ReadResult[]> {
    const encoder = this.encoders.get(route);
    if (encoder === undefined)
      throw new Error(`The configuration of this worker has no route ${JSON.stringify(route)}.`);
    const results = await this.reader.read({ stream, partition, leaderEpoch, offsets: offsets.map(BigInt) }, unwanted);
    return results.map((result) => {
      if (!('record' in result)) return { offset: result.offset.toString(), gone: result.gone };
      return letters === true ? inLetter(encoder, result.record) : { record: encoder.whole(partition, result.record) };
    });
  }

  /** Reports topics that are missing for dead letters. */
  check(): Promise<void> {
    return this.deadLetters.check();
  }

  /** Writes a record to its route's dead-letter topic. */
  deadLetter(request: RejectRequest): Promise<void> {
    return this.deadLetters.write(request);
  }

  async close(): Promise<void> {
    await this.deadLetters.close();
    await this.reader.close();
  }
}

/** The record in a dead letter, as if it came from its own topic. */
const inLetter = (encoder: RecordEncoder, record: SourceRecord): ReadResult => {
  const letter = parseDeadLetter(record);
  if (letter === undefined) return { offset: record.offset.toString(), gone: 'there is no dead letter' };
  const { original, position, revision } = letter;
  const whole = encoder.whole(position.partition, original);
  return { record: revision === 0 ? whole : { ...whole, revision } };
};
