import {
  letterCause,
  type StoredLetter,
  wholeLetter,
  withoutPayload,
  type LetterState,
  type WholeLetter,
} from './stored-letter';
import { LogReader } from '../../kafka/reading/log-reader';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { GatewayError } from '../../errors';
import type { Log } from '../../log';
import type { Stream } from '../../model/contract/record';
import { causeNames } from '../../model/keys/cause';
import { LetterIndex } from './letter-index';

/** Selects letters; an absent field selects all. */
export interface LetterFilter {
  /** Code of the failure; `http-status:410` means this status, the code all of them. */
  readonly cause?: string;
  readonly destination?: string;
  readonly chain?: string;
  /** Only letters of this destination, or of none, and of this cause: a code alone is then one without a status. */
  readonly exact?: boolean;
  /** Selects letters written at this time or later, in milliseconds since the Unix epoch. */
  readonly since?: number;
  /** Selects letters written before this time. */
  readonly until?: number;
}

const matches = (
  { chain, since, until, ...reason }: LetterFilter,
  letter: Pick<StoredLetter, 'cause' | 'status' | 'destination' | 'chain' | 'time'>,
): boolean =>
  failedSo(reason, letter) &&
  (chain === undefined || letter.chain === chain) &&
  (since === undefined || letter.time >= since) &&
  (until === undefined || letter.time < until);

/** True if the record of the letter failed there and for that. */
export const failedSo = (
  { cause, destination, exact = false }: Pick<LetterFilter, 'cause' | 'destination' | 'exact'>,
  letter: Pick<StoredLetter, 'cause' | 'status' | 'destination'>,
): boolean => {
  if (exact) return letter.destination === destination && letterCause(letter) === cause;
  return (
    (destination === undefined || letter.destination === destination) &&
    (cause === undefined || causeNames({ code: letter.cause, status: letter.status }).includes(cause))
  );
};

/** A position in the dead-letter topic: pages go from partition to partition. */
export interface LetterPlace {
  readonly partition: number;
  readonly offset: bigint;
}

export interface LetterPage {
  readonly letters: readonly StoredLetter[];
  /** Where the next page begins; undefined after the last page. */
  readonly next: LetterPlace | undefined;
}

/** The dead letters of one route, read from their topic. */
export class LetterLog {
  private readonly indexes = new Map<number, LetterIndex>();

  private constructor(
    private readonly reader: LogReader,
    private readonly gateway: string,
    private readonly route: string,
  ) {}

  /** @throws GatewayError `topic-missing`, `kafka-unreachable`. */
  static async open(config: ResolvedConfig, route: ResolvedRoute, log: Log): Promise<LetterLog> {
    const { kafka, incarnation, name } = config;
    const reader = await LogReader.open({ kafka, topic: route.deadLetterTopic, incarnation, log });
    return new LetterLog(reader, name, route.name);
  }

  /** Undefined if the topic does not exist. @throws GatewayError `kafka-unreachable`. */
  static async openIfThere(config: ResolvedConfig, route: ResolvedRoute, log: Log): Promise<LetterLog | undefined> {
    try {
      return await LetterLog.open(config, route, log);
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'topic-missing') return undefined;
      throw error;
    }
  }

  get stream(): Stream {
    return this.reader.stream;
  }

  close(): Promise<void> {
    return this.reader.close();
  }

  /** Returns at most `limit` letters from `from` on, in the order of the topic's partitions. */
  async page(
    filter: LetterFilter,
    states: ReadonlySet<LetterState>,
    limit: number,
    from: LetterPlace = { partition: 0, offset: 0n },
  ): Promise<LetterPage> {
    const letters: StoredLetter[] = [];
    for (const partition of this.reader.partitions.filter((known) => known >= from.partition)) {
      const start = partition === from.partition ? from.offset : 0n;
      for await (const letter of this.letters(partition, start)) {
        if (!states.has(letter.state) || !matches(filter, letter)) continue;
        if (letters.length === limit) return { letters, next: { partition, offset: BigInt(letter.at.offset) } };
        letters.push(withoutPayload(letter));
      }
    }
    return { letters, next: undefined };
  }

  /** Counts the letters that pass the filter, by what became of them. */
  async count(filter: LetterFilter): Promise<ReadonlyMap<LetterState, number>> {
    const counts = new Map<LetterState, number>();
    for (const partition of this.reader.partitions) {
      for await (const letter of this.letters(partition, 0n)) {
        if (matches(filter, letter)) counts.set(letter.state, (counts.get(letter.state) ?? 0) + 1);
      }
    }
    return counts;
  }

  /** Returns one letter with its record. @throws GatewayError `not-found`. */
  async letter({ partition, offset }: LetterPlace): Promise<WholeLetter> {
    if (this.reader.partitions.includes(partition)) {
      for await (const letter of this.letters(partition, offset)) {
        if (letter.at.offset === offset.toString()) return letter;
        break;
      }
    }
    const name = `${partition}/${offset}`;
    throw new GatewayError('not-found', `There is no dead letter at ${name} of ${this.reader.topic}.`);
  }

  /** Leaves out letters that anyone has redriven or dismissed by now. */
  async stillOpen(letters: readonly StoredLetter[]): Promise<readonly StoredLetter[]> {
    const partitions = new Set(letters.map(({ at }) => at.partition));
    await Promise.all(Array.from(partitions, async (partition) => (await this.indexed(partition)).update()));
    return letters.filter(({ at }) => this.indexes.get(at.partition)?.state(BigInt(at.offset)) === 'open');
  }

  private async *letters(partition: number, from: bigint): AsyncGenerator<WholeLetter> {
    const index = await this.indexed(partition);
    for await (const record of this.reader.read(partition, from)) {
      if (index.isRepeated(record.offset)) continue;
      const letter = wholeLetter(partition, record, index.state(record.offset));
      if (letter === undefined || letter.editOf !== undefined) continue;
      if (letter.gateway === this.gateway && letter.route === this.route) yield letter;
    }
  }

  private async indexed(partition: number): Promise<LetterIndex> {
    const known = this.indexes.get(partition);
    if (known !== undefined) return known;
    const index = new LetterIndex(this.reader, partition);
    await index.update();
    this.indexes.set(partition, index);
    return index;
  }
}
