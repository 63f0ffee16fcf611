const CHUNK_BITS = 65_536n;

/** Offsets of one partition, a bit each: a topic of ten million letters takes about a megabyte. */
export class OffsetSet {
  private readonly chunks = new Map<bigint, Uint8Array>();

  add(offset: bigint): void {
    const chunk = this.chunks.get(offset / CHUNK_BITS) ?? new Uint8Array(Number(CHUNK_BITS) / 8);
    this.chunks.set(offset / CHUNK_BITS, chunk);
    const bit = Number(offset % CHUNK_BITS);
    chunk[bit >> 3] = (chunk[bit >> 3] ?? 0) | (1 << (bit & 7));
  }

  has(offset: bigint): boolean {
    const bit = Number(offset % CHUNK_BITS);
    return (((this.chunks.get(offset / CHUNK_BITS)?.[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
  }
}
