// A connection that many use at the same time, and that none of them takes away from the others.
import { setMaxListeners } from 'node:events';
import { endsWithin } from '../../async/ends-within';
import { unlessAborted } from '../../async/unless-aborted';
import { GatewayError } from '../../errors';
import type { KafkaClient } from '../client/kafka-client';
import { isUnanswered, isUnconnected } from '../client/kafka-error';

const CLOSE_MS = 2_000;

interface Lease {
  readonly client: Promise<KafkaClient>;
  /** Aborted once a broker is away: nobody who is still there must wait to find that out alone. */
  readonly lost: AbortController;
  users: number;
  unanswered: number;
  ended?: Promise<void>;
}

export class SharedClient {
  private current: Lease | undefined;
  private readonly open = new Set<Lease>();

  constructor(private readonly connect: () => Promise<KafkaClient>) {}

  /**
   * Lends the client. Whatever fails, metadata or connections may be stale: who comes next gets a new client. Those who
   * are at work keep theirs. It is closed when the last of them has ended, or at once if a broker is away: if it cannot
   * be reached, or leaves two of them without an answer. All of them then fail with that, at once and whatever they
   * wait for; `lost`, which work gets, is aborted with it. Who is no longer waited for because `unwanted` is aborted
   * says nothing of the client.
   */
  async use<T>(work: (client: KafkaClient, lost: AbortSignal) => Promise<T>, unwanted: AbortSignal): Promise<T> {
    const lease = (this.current ??= this.lease());
    const { signal } = lease.lost;
    lease.users += 1;
    try {
      return await unlessAborted(
        lease.client.then((client) => work(client, signal)),
        signal,
        unwanted,
      );
    } catch (error) {
      if (!signal.aborted && !unwanted.aborted) this.failed(lease, error);
      throw signal.aborted ? signal.reason : error;
    } finally {
      lease.users -= 1;
      if (this.current !== lease && lease.users === 0) void this.end(lease);
    }
  }

  /** Resolves when all clients are closed. Who still uses one fails: `refused`. */
  async close(): Promise<void> {
    this.current = undefined;
    const closed = new GatewayError('refused', 'The connection was closed.');
    for (const { lost } of this.open) lost.abort(closed);
    await Promise.all(Array.from(this.open, (lease) => this.end(lease)));
  }

  private failed(lease: Lease, error: unknown): void {
    if (this.current === lease) this.current = undefined;
    if (isUnanswered(error)) lease.unanswered += 1;
    if (!isUnconnected(error) && lease.unanswered < 2) return;
    lease.lost.abort(error);
    void this.end(lease);
  }

  private lease(): Lease {
    const lease = { client: this.connect(), lost: new AbortController(), users: 0, unanswered: 0 };
    // Each user listens, and more than ten are no leak.
    setMaxListeners(0, lease.lost.signal);
    this.open.add(lease);
    return lease;
  }

  private end(lease: Lease): Promise<void> {
    lease.ended ??= this.disconnect(lease);
    return lease.ended;
  }

  private async disconnect(lease: Lease): Promise<void> {
    const client = await lease.client.catch(() => undefined); // it never connected, and its users were told so
    if (client !== undefined) {
      await endsWithin(client.cluster.disconnect(), CLOSE_MS);
      client.sockets.destroy();
    }
    this.open.delete(lease);
  }
}
