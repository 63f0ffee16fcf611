/** What a record needs in memory beyond its bytes, at least. */
const RECORD_BYTES = 256;

/** What is inflated of one response, also if it is passed over: some tenths of a second. */
const INFLATED_BYTES = 268_435_456;

/** So much is inflated before others get their turn: a heartbeat that is late by seconds costs the assignment. */
const AT_ONCE_BYTES = 8_388_608;

const MOST_AT_ONCE_BYTES = 67_108_864;

interface Bounds {
  /** A record of more bytes is not kept in memory, nor a block that can only be inflated whole. */
  readonly mostAtOnce?: number;
  readonly mostInflated?: number;
  /** True if the first record must be reached, however much is to be inflated for it. */
  readonly untilFirst?: boolean;
}

/** Bounds what one response is decoded into (I10). One record always fits, or nothing would ever be read. */
export class DecodingRoom {
  readonly mostAtOnce: number;
  private readonly mostInflated: number;
  private readonly untilFirst: boolean;
  private taken = 0;
  private inflated = 0;
  private sinceTurn = 0;

  constructor(
    private readonly bytes: number,
    { mostAtOnce = MOST_AT_ONCE_BYTES, mostInflated = INFLATED_BYTES, untilFirst = false }: Bounds = {},
  ) {
    this.mostAtOnce = mostAtOnce;
    this.mostInflated = mostInflated;
    this.untilFirst = untilFirst;
  }

  get full(): boolean {
    return this.taken >= this.bytes || this.spent;
  }

  /** True when no more is to be inflated, whether there is room for it or not. */
  get spent(): boolean {
    return this.inflated >= this.mostInflated && (!this.untilFirst || this.taken > 0);
  }

  take(bytes: number): void {
    this.taken += bytes + RECORD_BYTES;
  }

  /** Counts what was inflated. True if it is time to let others have their turn. */
  inflate(bytes: number): boolean {
    this.inflated += bytes;
    this.sinceTurn += bytes;
    if (this.sinceTurn < AT_ONCE_BYTES) return false;
    this.sinceTurn = 0;
    return true;
  }
}
