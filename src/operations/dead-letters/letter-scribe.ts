import type { Message, Producer, RecordMetadata } from 'kafkajs';
import { Kafka, kafkajsLog, logLevel } from '../../kafka/client/kafkajs';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { unlessZero, withOwn } from '../../dead-letters/dead-letter-headers';
import { GatewayError } from '../../errors';
import { markerHeaders, type LetterFate } from '../../dead-letters/letter-marker';
import type { LetterHeader } from '../../dead-letters/own-headers';
import { orderedHeaders } from '../../kafka/writing/ordered-headers';
import type { Log } from '../../log';
import { replayEpoch } from '../../model/names/idempotency-key';
import type { StoredLetter, WholeLetter } from './stored-letter';

const RETRY = { initialRetryTime: 100, maxRetryTime: 500, retries: 5 } as const;
const CONNECTION_TIMEOUT_MS = 5_000;

/** Writes what an operator's command has done to a dead-letter topic, next to the letters concerned. */
export class LetterScribe {
  private constructor(
    private readonly producer: Producer,
    private readonly topic: string,
  ) {}

  /** @throws whatever kafkajs throws if no broker answers. */
  static async open(kafka: ResolvedConfig['kafka'], topic: string, log: Log): Promise<LetterScribe> {
    const producer = new Kafka({
      ...kafka,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      retry: RETRY,
      logLevel: logLevel.INFO,
      logCreator: kafkajsLog(log),
    }).producer({ allowAutoTopicCreation: false, idempotent: true });
    await producer.connect();
    return new LetterScribe(producer, topic);
  }

  /** Marks the letters as done with. Resolves once that is durable. */
  async mark(letters: readonly StoredLetter[], fate: LetterFate): Promise<void> {
    if (letters.length === 0) return;
    await this.send(
      letters.map(({ at: { partition, offset } }) => ({
        partition,
        key: null,
        value: null,
        headers: orderedHeaders(
          withOwn([], { ...markerHeaders({ fate, letter: BigInt(offset) }), time: String(Date.now()) }),
        ),
      })),
    );
  }

  /** Writes the letter again with another value, leaving the original in place. Returns the position of the new one. */
  async edit(
    letter: WholeLetter,
    value: Buffer | null,
    revision: number,
  ): Promise<{ readonly partition: number; readonly offset: string }> {
    const { at, original, stream, position } = letter;
    const own: Partial<Record<LetterHeader, string>> = {
      id: letter.id,
      cause: letter.cause,
      time: String(Date.now()),
      gateway: letter.gateway,
      route: letter.route,
      chain: letter.chain,
      topic: stream.topic,
      stream: stream.id,
      partition: String(position.partition),
      'leader-epoch': String(position.leaderEpoch),
      offset: position.offset,
      timestamp: String(original.timestamp),
      replay: unlessZero(stream.replay ?? 0),
      'replay-epoch': unlessZero(replayEpoch(stream)),
      redrives: unlessZero(letter.redrives),
      revision: String(revision),
      'unknown-revisions': unlessZero(letter.unknownRevisions),
      'edit-of': at.offset,
    };
    const message = {
      partition: at.partition,
      key: original.key,
      value,
      headers: orderedHeaders(withOwn(original.headers, own)),
    };
    const [written] = await this.send([message]);
    if (written?.baseOffset === undefined) throw unconfirmed();
    return { partition: at.partition, offset: written.baseOffset };
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }

  private async send(messages: Message[]): Promise<readonly RecordMetadata[]> {
    const written = await this.producer.send({ topic: this.topic, acks: -1, messages });
    const partitions = new Set(messages.map(({ partition }) => partition));
    // kafkajs 2.2.4 resolves without an answer if the leader moves at the wrong moment: then nothing was written.
    if (written.length !== partitions.size || written.some(({ errorCode }) => errorCode !== 0)) throw unconfirmed();
    return written;
  }
}

const unconfirmed = (): GatewayError =>
  new GatewayError(
    'kafka-unreachable',
    'Kafka did not confirm what was written to the dead-letter topic. Run the command again.',
    {
      retryable: true,
    },
  );
