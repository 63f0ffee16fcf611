import type { ChainOutcome, EffectBatch } from './effect-contract';

/** The workflow task that a local activity runs in. */
export interface TaskPlace {
  /** When the server gave the task to a worker, by its clock, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** After this time the server gives it to another worker. */
  readonly timeoutMs: number;
}

/** Local activities, whose inputs are not in histories. */
export interface LocalActivities {
  /**
   * Performs a batch inside its workflow task. What it may not begin there is not settled. It fails if an earlier attempt
   * at the task may have made its calls.
   */
  performAtOnce(batch: EffectBatch, task: TaskPlace): Promise<readonly ChainOutcome[]>;
}
