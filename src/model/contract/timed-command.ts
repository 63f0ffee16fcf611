// A command that no worker answers stays with Temporal, and would be carried out whenever one starts. So each says until
// when it counts. It is stored in histories like all of contract.ts.

/** A command that is withdrawn by itself. */
export interface TimedCommand {
  /** Milliseconds since the epoch, by the clock of the server; workflows of older versions do not look at it. */
  readonly until?: number;
}

/** Type of the failure with which a workflow refuses a command that comes too late; its detail is the server's time. */
export const WITHDRAWN = 'SluiceWithdrawn';
