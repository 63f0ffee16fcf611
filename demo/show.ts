/** A demo as `main.ts` runs it. */
export interface Show {
  /** With `--once` returns with the gateway drained, else with everything up. */
  run(): Promise<{ readonly result: object; readonly exact: boolean }>;
  /** Resolves with Ctrl-C. */
  stayUp(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}
