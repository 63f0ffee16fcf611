// The ids that an agent has published or seen again, newest last. What its source repeats is published once as long as
// its id is here. An id is known by 64 bits of its hash: with a thousand remembered, one new id in 10^16 is mistaken
// for one of them.

/** Length of a hash, which is 8 bytes in base64url. */
export const HASH_LENGTH = 11;

/** Splits joined hashes. */
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

  /** Makes the hash the newest, whether it was here or not. */
  add(hash: string): void {
    this.hashes.delete(hash);
    this.hashes.add(hash);
  }

  /** Keeps only the newest `limit`. */
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

  /** Joins the newest `limit`. It changes nothing, so that a query may call it. */
  join(limit = this.hashes.size): string {
    const hashes = Array.from(this.hashes);
    return hashes.slice(Math.max(0, hashes.length - limit)).join('');
  }
}
