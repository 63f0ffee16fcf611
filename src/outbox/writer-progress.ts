// What a writer commits besides its records. The offset is its sequence; the metadata says who wrote it, and which asks
// are in Kafka while their workflows may not know it yet. An ask is listed from its own transaction until its workflow
// has the answer, so the list is as long as what is under way and not as long as the history of the keys.

/** The broker's `offset.metadata.max.bytes` is 4,096, so the list is spread over this many partitions of the topic. */
export const PROGRESS_PARTITIONS = 8;
const MAX_LENGTH = 4_000;
/** Length of the text about the parts of an ask's chains that were left out. */
export const MAX_CUTS_LENGTH = 512;
const ID_LENGTH = 16;

export interface PublishedAsk {
  readonly id: string;
  /** How many records of each chain were published if not all, see `cutsText`. */
  readonly cuts: string;
}

/** The sequence of a writer that has committed nothing; its first transaction is number 0. */
export const NO_SEQUENCE = -1n;

export interface WriterProgress {
  readonly sequence: bigint;
  /** When the server gave the writer to the owner that wrote this, milliseconds since the epoch; it only grows. */
  readonly generation: number;
  readonly asks: readonly PublishedAsk[];
}

const entryText = ({ id, cuts }: PublishedAsk): string => (cuts === '' ? id : `${id}:${cuts}`);

/** The metadata of each partition. @throws Error when the list is too long: see `roomFor`. */
export const progressTexts = ({ generation, asks }: Omit<WriterProgress, 'sequence'>): readonly string[] => {
  const head = `1|${generation.toString(36)}|`;
  const texts = Array.from({ length: PROGRESS_PARTITIONS }, () => head);
  let slot = 0;
  for (const ask of asks) {
    const entry = `${entryText(ask)},`;
    if ((texts[slot]?.length ?? 0) + entry.length > MAX_LENGTH) slot += 1;
    if (slot >= texts.length) throw new Error(`${asks.length} asks are unconfirmed, which is more than can be kept.`);
    texts[slot] = (texts[slot] ?? '') + entry;
  }
  return texts;
};

/** How many more asks the list has room for, even if each is published only in part. */
export const roomFor = (asks: readonly PublishedAsk[]): number => {
  const widest = ID_LENGTH + MAX_CUTS_LENGTH + 2;
  const used = asks.reduce((sum, ask) => sum + entryText(ask).length + 1, 0);
  const room = PROGRESS_PARTITIONS * (MAX_LENGTH - widest - 32) - used;
  return Math.max(0, Math.floor(room / widest));
};

/** @throws Error when it was not written by an outbox writer. */
export const readProgress = (
  committed: readonly { readonly offset: string; readonly metadata?: string | null }[],
): WriterProgress => {
  let sequence = NO_SEQUENCE;
  let generation = 0;
  const asks: PublishedAsk[] = [];
  for (const { offset, metadata } of committed) {
    // A negative offset is how Kafka says that nothing is committed there.
    if (BigInt(offset) < 0n) continue;
    const [version, written = '', entries = ''] = (metadata ?? '').split('|');
    if (version !== '1') {
      throw new Error(`Expected the progress of an outbox writer, got ${JSON.stringify(metadata?.slice(0, 40))}.`);
    }
    sequence = BigInt(offset);
    generation = parseInt(written, 36);
    for (const entry of entries.split(',').filter((text) => text !== '')) {
      const [id = '', cuts = ''] = entry.split(':');
      asks.push({ id, cuts });
    }
  }
  return { sequence, generation, asks };
};

/** `3.2;9.0` means two records of chain 3, none of chain 9, and all of the others. Numbers are in base 36. */
export const cutsText = (published: readonly number[], asked: readonly number[]): string => {
  const cuts = published.flatMap((count, chain) =>
    count === asked[chain] ? [] : [`${chain.toString(36)}.${count.toString(36)}`],
  );
  return cuts.join(';');
};

/** How many records of each chain were published. `>9` means none of chain 9 and all after it. */
export const publishedCounts = (cuts: string, asked: readonly number[]): readonly number[] => {
  const counts = Array.from(asked);
  for (const cut of cuts.split(';')) {
    if (cut.startsWith('>')) {
      counts.fill(0, parseInt(cut.slice(1), 36));
    } else if (cut !== '') {
      const [chain = '', count = ''] = cut.split('.');
      counts[parseInt(chain, 36)] = parseInt(count, 36);
    }
  }
  return counts;
};

export const NO_PROGRESS: WriterProgress = { sequence: NO_SEQUENCE, generation: 0, asks: [] };
