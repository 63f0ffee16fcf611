import type { Stream } from '../../model/record';

/**
 * Shares requests for the identity of topics. Whoever asks gets an answer to a request that was sent after asking, so
 * that records fetched before are judged by what the broker knows after; callers that come together share one.
 */
export class IdentityCheck {
  private current: Promise<unknown> = Promise.resolve();
  private next: Promise<ReadonlyMap<string, Stream>> | undefined;

  constructor(private readonly identify: () => Promise<ReadonlyMap<string, Stream>>) {}

  now(): Promise<ReadonlyMap<string, Stream>> {
    this.next ??= this.after(this.current);
    return this.next;
  }

  private async after(earlier: Promise<unknown>): Promise<ReadonlyMap<string, Stream>> {
    await earlier.catch(() => undefined); // its callers have the error
    this.next = undefined;
    const answer = this.identify();
    this.current = answer;
    return answer;
  }
}
