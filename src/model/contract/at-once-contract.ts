import type { ChainOutcome, EffectBatch } from './effect-contract';

/** The workflow task that a local activity runs in. */
export interface TaskPlace {
  /** Id of the event with which it began. */
  readonly startedId: number;
  /** When the server gave the task to a worker, by its clock, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** After this time the server gives it to another worker. */
  readonly timeoutMs: number;
  /** How many of the last signals with records, for the run, brought what it asks for: an earlier task had none of them. */
  readonly signals: number;
  /** Set if its run can tell by itself that no worker had an earlier task that was lost, see `KnownEvents`. */
  readonly first?: true;
}

export interface AtOnceAnswer {
  /** What was done inside the task. A chain that is not mentioned, or of which nothing is done, goes by an activity. */
  readonly outcomes: readonly ChainOutcome[];
  /** Set unless the task is surely the first one that has these records. Then nothing was called. */
  readonly lost?: LostTask;
  /** Set if the route's calls are slow, or the server does not answer: nobody need ask again before. */
  readonly pauseMs?: number;
}

/** A worker was perhaps lost that made calls in a task which it did not complete. What it called is in doubt (I12). */
export interface LostTask {
  readonly message: string;
  /** After this time it may be called for again (I6). */
  readonly againInMs: number;
  /** How many of the last signals with records came only after that: it did not have them. */
  readonly unseen: number;
}

/** Local activities, whose inputs are not in histories. */
export interface LocalActivities {
  /** Performs a batch inside its workflow task, as far as that is safe. */
  performAtOnce(batch: EffectBatch, task: TaskPlace): Promise<AtOnceAnswer>;
}
