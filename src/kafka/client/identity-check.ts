import type { Stream } from '../../model/contract/record';

/**
 * Shares requests for the identity of topics. Each caller gets an answer to a request sent after it asked, so that
 * records are judged by what the broker knows after they were fetched; concurrent callers share one request.
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
    await earlier.catch(() => undefined); // the callers get the error
    this.next = undefined;
    const answer = this.identify();
    this.current = answer;
    return answer;
  }
}
