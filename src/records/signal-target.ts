import type { Hosting } from '../model/contract/contract';

/** The workflow that a record goes to, and what it needs to be started with. */
export interface SignalTarget {
  readonly workflowId: string;
  readonly hosting: Hosting;
}
