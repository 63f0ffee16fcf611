import type { ReplaySegment } from '../model/routes/route-replay';
import { OffsetTracker } from './offset-tracker';
import type { AssignedPartition } from '../records/record-source';
import { ReplayLabels } from './replay-labels';

/** One assigned partition in the bridge: which of its records are durable, and the labels they are sent under. */
export class BridgedPartition {
  readonly tracker = new OffsetTracker();
  private readonly controller = new AbortController();
  private labelled: Promise<ReplayLabels> | ReplayLabels;

  constructor(
    readonly assigned: AssignedPartition,
    segments: Promise<readonly ReplaySegment[]>,
  ) {
    this.labelled = labelsOf(this.assigned, segments);
  }

  /** This signal is aborted when the partition is given up. */
  get revoked(): AbortSignal {
    return this.controller.signal;
  }

  revoke(): void {
    this.controller.abort();
  }

  relabel(segments: Promise<readonly ReplaySegment[]>): void {
    this.labelled = labelsOf(this.assigned, segments);
  }

  /** Returns undefined if the partition is given up before the labels are known. */
  async labels(revoked: AbortSignal): Promise<ReplayLabels | undefined> {
    if (this.labelled instanceof ReplayLabels) return this.labelled;
    const givenUp = AbortSignal.any([revoked, this.revoked]);
    if (givenUp.aborted) return undefined;
    const labels = await Promise.race([
      this.labelled,
      new Promise<undefined>((resolve) => {
        const answer = (): void => {
          resolve(undefined);
        };
        givenUp.addEventListener('abort', answer, { once: true });
      }),
    ]);
    if (labels !== undefined) this.labelled = labels;
    return labels;
  }
}

const labelsOf = async (
  { stream, partition }: AssignedPartition,
  segments: Promise<readonly ReplaySegment[]>,
): Promise<ReplayLabels> => new ReplayLabels(stream, partition, await segments);
