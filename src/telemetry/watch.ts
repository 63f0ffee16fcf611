import { Health } from './health';
import { NO_SPANS, type Spans } from './spans';
import { NO_TELEMETRY, type Telemetry } from './telemetry';

/** What a process shows of itself to monitoring. */
export interface Watch {
  readonly telemetry: Telemetry;
  readonly spans: Spans;
  readonly health: Health;
  /** Where it is served; undefined if nothing listens. */
  readonly address: string | undefined;
  close(): Promise<void>;
}

/** For a process that nobody watches. */
export const unwatched = (): Watch => ({
  telemetry: NO_TELEMETRY,
  spans: NO_SPANS,
  health: new Health(),
  address: undefined,
  close: () => Promise.resolve(),
});
