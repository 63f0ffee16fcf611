/** What a record needs in memory beyond its bytes, at least. */
const RECORD_BYTES = 256;

/** Bounds what one response is decoded into (I10). One record always fits, or nothing would ever be read. */
export class DecodingRoom {
  private taken = 0;

  constructor(
    private readonly bytes: number,
    /** A record of more bytes is not held in memory, nor a block that can only be inflated whole. */
    readonly mostAtOnce = 67_108_864,
  ) {}

  get full(): boolean {
    return this.taken >= this.bytes;
  }

  take(bytes: number): void {
    this.taken += bytes + RECORD_BYTES;
  }
}
