import type { TakenCallback } from '../../model/contract/callback-contract';

/** Remembered per workflow, at some fifty bytes each, also over continue-as-new. */
const REMEMBERED = 256;

/** Callbacks taken of late: callers repeat themselves also after the record is settled, and get the same answer again. */
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
