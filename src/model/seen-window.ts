// The ids that an agent has published or seen again, newest last: what its source repeats is published once for as long as
// its id is here. An id is known by 64 bits of its hash: of a thousand that are remembered, one new id in 10^16 is taken
// for one of them.

/** Characters of a hash: 8 bytes in base64url. */
export const HASH_LENGTH = 11;

/** Hashes that stand joined. */
export const splitHashes = (joined = ''): string[] => {
  const hashes: string[] = [];
  for (let at = 0; at + HASH_LENGTH <= joined.length; at += HASH_LENGTH)
    hashes.push(joined.slice(at, at + HASH_LENGTH));
  return hashes;
};

export class SeenWindow {
  private readonly hashes: Set<string>;

  constructor(joined?: string) {
    this.hashes = new Set(splitHashes(joined));
  }

  get size(): number {
    return this.hashes.size;
  }

  has(hash: string): boolean {
    return this.hashes.has(hash);
  }

  /** It is the newest now, whether it was here or not. */
  add(hash: string): void {
    this.hashes.delete(hash);
    this.hashes.add(hash);
  }

  /** Keeps the newest. */
  shrink(limit: number): void {
    let excess = this.hashes.size - limit;
    for (const oldest of this.hashes) {
      if (excess <= 0) return;
      this.hashes.delete(oldest);
      excess -= 1;
    }
  }

  clear(): void {
    this.hashes.clear();
  }

  /** The newest `limit`; changes nothing, so that a query may ask for it. */
  join(limit = this.hashes.size): string {
    const hashes = Array.from(this.hashes);
    return hashes.slice(Math.max(0, hashes.length - limit)).join('');
  }
}
