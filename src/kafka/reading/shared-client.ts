// A connection that many use at the same time, and that none of them takes away from the others.
import { endsWithin } from '../../async/ends-within';
import type { KafkaClient } from '../client/kafka-client';
import { isUnanswered, isUnconnected } from '../client/kafka-error';

const CLOSE_MS = 2_000;

interface Lease {
  readonly client: Promise<KafkaClient>;
  users: number;
  unanswered: number;
  /** Set once a broker is away: nobody who is still there must wait to find that out alone. */
  lost?: { readonly error: unknown };
}

export class SharedClient {
  private current: Lease | undefined;
  private readonly open = new Set<Lease>();

  constructor(private readonly connect: () => Promise<KafkaClient>) {}

  /**
   * Lends the client. Whatever fails, metadata or connections may be stale: who comes next gets a new client. Those who
   * are at work keep theirs. It is closed when the last of them has ended, or at once if a broker is away: if it cannot
   * be reached, or leaves two of them without an answer. They then fail with that.
   */
  async use<T>(work: (client: KafkaClient) => Promise<T>): Promise<T> {
    const lease = (this.current ??= this.lease());
    lease.users += 1;
    try {
      return await work(await lease.client);
    } catch (error) {
      if (this.current === lease) this.current = undefined;
      if (isUnanswered(error)) lease.unanswered += 1;
      if (isUnconnected(error) || lease.unanswered > 1) {
        lease.lost ??= { error };
        await this.end(lease);
      }
      throw lease.lost === undefined ? error : lease.lost.error;
    } finally {
      lease.users -= 1;
      if (this.current !== lease && lease.users === 0) await this.end(lease);
    }
  }

  async close(): Promise<void> {
    this.current = undefined;
    await Promise.all(Array.from(this.open, (lease) => this.end(lease)));
  }

  private lease(): Lease {
    const lease = { client: this.connect(), users: 0, unanswered: 0 };
    this.open.add(lease);
    return lease;
  }

  private async end(lease: Lease): Promise<void> {
    if (!this.open.delete(lease)) return;
    const client = await lease.client.catch(() => undefined); // it never connected, and its users were told so
    if (client === undefined) return;
    await endsWithin(client.cluster.disconnect(), CLOSE_MS);
    client.sockets.destroy();
  }
}
