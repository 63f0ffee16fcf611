/** A demo as `main.ts` runs it. */
export interface Show {
  /** Resolves with the gateway drained if `--once` is given, else with everything up. */
  run(): Promise<{ readonly result: object; readonly exact: boolean }>;
  /** Resolves with Ctrl-C. */
  stayUp(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}
