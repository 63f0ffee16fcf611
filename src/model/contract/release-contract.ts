// How a held-key workflow is told that its key runs again. It is stored in histories like all of contract.ts: adding an
// optional field is safe, renaming or removing one is not.
import type { HostInput } from './contract';

/** How a gateway would start the workflow of a key that nobody knows yet. */
export interface KeyStart {
  readonly workflowType: string;
  readonly taskQueue: string;
  readonly input: HostInput;
}

/** Argument of `RELEASE_SIGNAL` to a held-key workflow; absent from older versions. */
export interface Release {
  /** Used if the closed run was a stranger's, and began with something else than a key's input. */
  readonly start?: KeyStart;
}

/** Type of the failure with which a workflow ends that was started with something else than its input. */
export const START_REFUSED = 'SluiceStartRefused';
