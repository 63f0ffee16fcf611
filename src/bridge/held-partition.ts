import type { ReplaySegment } from '../model/route-control';
import { OffsetTracker } from './offset-tracker';
import type { AssignedPartition } from '../records/record-source';
import { ReplayLabels } from './replay-labels';

/** A partition of the current assignment and what of it is durable. */
export class HeldPartition {
  readonly tracker = new OffsetTracker();
  private readonly controller = new AbortController();
  private labelled: Promise<ReplayLabels> | ReplayLabels;

  constructor(
    readonly partition: AssignedPartition,
    segments: Promise<readonly ReplaySegment[]>,
  ) {
    this.labelled = this.learn(segments);
  }

  /** Aborted when the partition was given up. */
  get revoked(): AbortSignal {
    return this.controller.signal;
  }

  revoke(): void {
    this.controller.abort();
  }

  relabel(segments: Promise<readonly ReplaySegment[]>): void {
    this.labelled = this.learn(segments);
  }

  /** Undefined when the partition is given up before they are known. */
  async labels(revoked: AbortSignal): Promise<ReplayLabels | undefined> {
    if (this.labelled instanceof ReplayLabels) return this.labelled;
    const over = AbortSignal.any([revoked, this.revoked]);
    if (over.aborted) return undefined;
    const labels = await Promise.race([
      this.labelled,
      new Promise<undefined>((resolve) => {
        const giveUp = (): void => {
          resolve(undefined);
        };
        over.addEventListener('abort', giveUp, { once: true });
      }),
    ]);
    if (labels !== undefined) this.labelled = labels;
    return labels;
  }

  private async learn(segments: Promise<readonly ReplaySegment[]>): Promise<ReplayLabels> {
    const { stream, partition } = this.partition;
    return new ReplayLabels(stream, partition, await segments);
  }
}
