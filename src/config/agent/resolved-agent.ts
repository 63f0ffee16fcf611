// A validated definition of poll agents: fields with defaults are not optional, durations are in milliseconds.
import type { ResolvedRetry } from '../destination/resolved-destination';
import type { PollFunction } from './agent-definition';
import type { ResolvedHttpPoll } from './resolved-http-poll';

/** When an agent polls. */
export type ResolvedSchedule =
  | { readonly kind: 'every'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly cron: string; readonly timeZone: string };

export interface ResolvedAgent {
  readonly name: string;
  readonly topic: string;
  readonly schedule: ResolvedSchedule;
  readonly jitterMs: number;
  /** What becomes of slots that passed while a poll was in progress. */
  readonly overlap: 'skip' | 'at-once';
  readonly timeoutMs: number;
  readonly retry: ResolvedRetry;
  /** What becomes of an item that Kafka refuses. */
  readonly onRefused: 'pass-over' | 'stop';
  /** Number of ids that are remembered. */
  readonly window: number;
  /** Undefined if the definition is a single agent. */
  readonly parameters: ReadonlyMap<string, 'string' | 'number' | 'boolean'> | undefined;
  /** Number of workflows that share the agents of a definition with parameters. */
  readonly hosts: number;
  /** An agent has either this or `http`. */
  readonly poll: PollFunction | undefined;
  readonly http: ResolvedHttpPoll | undefined;
}
