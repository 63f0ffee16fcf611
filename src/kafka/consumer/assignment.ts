// The partitions of one membership generation, from join to revocation. An assignment that has ended stays ended:
// whatever still runs for it can neither deliver nor commit. Otherwise a broker would accept a commit for a partition
// that another member now owns: it checks only member and generation (kafkajs#1046).
import { errorText } from '../../errors';
import type { Log } from '../../log';
import type { AssignedPartition, SourceBatch, SourceHandler } from '../../records/record-source';
import type { ConsumedPartition } from './consumed-partition';
import type { OffsetManager } from '../kafkajs-internals';
import { endsWithin } from '../../async/ends-within';

/** The handler's last commit gets at least this long, even if its batches have used up the time to drain. */
const LAST_COMMIT_MS = 1_000;

interface RunningBatch {
  readonly handled: Promise<void>;
  readonly giveUp: () => void;
}

export class Assignment {
  /** Resolves when nothing waits for this assignment any more. */
  readonly ended: Promise<void>;
  private resolveEnded: () => void = () => undefined;
  private commitsAllowed = true;
  private readonly revocation = new AbortController();
  private readonly running = new Set<RunningBatch>();

  constructor(
    readonly partitions: readonly ConsumedPartition[],
    /** Commits are sent for this member and generation; the broker refuses them once another generation has begun. */
    readonly membership: OffsetManager,
    private readonly handler: SourceHandler,
    private readonly drainTimeoutMs: number,
    private readonly log: Log,
  ) {
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
  }

  get isRevoked(): boolean {
    return this.revocation.signal.aborted;
  }

  /** False once the partitions may belong to somebody else. */
  get mayCommit(): boolean {
    return this.commitsAllowed;
  }

  find(topic: string, partition: number): ConsumedPartition | undefined {
    return this.partitions.find(({ assigned }) => assigned.partition === partition && assigned.stream.topic === topic);
  }

  /** Compares by object: an earlier assignment's partition is different. Undefined once commits are forbidden. */
  stillAssigned(partition: AssignedPartition): ConsumedPartition | undefined {
    return this.commitsAllowed ? this.partitions.find(({ assigned }) => assigned === partition) : undefined;
  }

  /** Resolves when the handler is done with the batch, or when it is given up at revocation. */
  async deliver(batch: SourceBatch): Promise<void> {
    const handled = this.handler.batch(batch, { revoked: this.revocation.signal });
    let giveUp = (): void => undefined;
    // One promise per batch: a race with `ended` would retain part of every batch for as long as the assignment lasts.
    const givenUp = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    const running = { handled, giveUp };
    this.running.add(running);
    handled.catch((error: unknown) => {
      if (this.running.has(running)) return; // thrown below
      this.log.warn(
        { error: errorText(error) },
        'A batch that was given up has failed; its records will be delivered again',
      );
    });
    try {
      await Promise.race([handled, givenUp]);
    } finally {
      this.running.delete(running);
    }
  }

  /** Lets the handler finish its batches and commit, within bounds; then nothing is awaited or committed any more. */
  revoke(): Promise<void> {
    if (!this.isRevoked) void this.handBack();
    return this.ended;
  }

  /** Acts like `revoke`, but forbids commits: the partitions already belong to somebody else, or to another stream. */
  lose(): Promise<void> {
    this.commitsAllowed = false;
    return this.revoke();
  }

  /** Ends the assignment now, without waiting for anything. */
  abandon(): void {
    this.commitsAllowed = false;
    this.revocation.abort();
    this.end();
  }

  private async handBack(): Promise<void> {
    const deadline = Date.now() + this.drainTimeoutMs;
    this.revocation.abort();
    const handled = await endsWithin(this.allHandled(), this.drainTimeoutMs);
    const committed = await endsWithin(this.lastCommit(), Math.max(deadline - Date.now(), LAST_COMMIT_MS));
    if (!handled || !committed) {
      this.log.warn(
        { drainTimeoutMs: this.drainTimeoutMs },
        'Partitions are given up before their records are settled: uncommitted records will be delivered again',
      );
    }
    this.commitsAllowed = false;
    this.end();
  }

  private async allHandled(): Promise<void> {
    await Promise.allSettled(Array.from(this.running, ({ handled }) => handled));
  }

  private end(): void {
    for (const { giveUp } of this.running) giveUp();
    this.running.clear();
    this.resolveEnded();
  }

  private async lastCommit(): Promise<void> {
    try {
      await this.handler.revoking();
    } catch (error) {
      this.log.error({ error: errorText(error) }, 'The last commit before giving up partitions has failed');
    }
  }
}
