import type { TakenCallback } from '../../model/contract/callback-contract';

/** How many a workflow remembers, at some fifty bytes each, even over continue-as-new. */
const REMEMBERED = 256;

/** Recently taken callbacks: callers that repeat themselves, even after the record is settled, get the same answer. */
export class TakenCallbacks {
  private readonly digests: Map<string, string>;

  constructor(carried: readonly TakenCallback[] = []) {
    this.digests = new Map(carried);
  }

  digestOf(id: string): string | undefined {
    return this.digests.get(id);
  }

  remember(id: string, digest: string): void {
    this.digests.set(id, digest);
    const [oldest] = this.digests.keys();
    if (oldest !== undefined && this.digests.size > REMEMBERED) this.digests.delete(oldest);
  }

  carry(): { readonly takenCallbacks?: readonly TakenCallback[] } {
    return this.digests.size === 0 ? {} : { takenCallbacks: Array.from(this.digests) };
  }
}
