// What a user writes about poll agents.
import type { AgentParameters, PollContext, PollResult } from './poll-source';
import type { Duration } from '../checking/duration';
import type { HttpPollDefinition } from './http-poll-definition';

/** Asks a source for what it has after `cursor`; undefined for the first time. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a function of any cursor and parameters fits here
export type PollFunction<Cursor = any, Parameters extends AgentParameters = any> = (
  cursor: Cursor | undefined,
  context: Omit<PollContext, 'parameters'> & { readonly parameters: Parameters },
) => Promise<PollResult>;

/** Backoff of an agent whose polls fail. It never gives up. */
export interface AgentRetryDefinition {
  /** @default '1s' */
  readonly initial?: Duration;
  /** @default 2 */
  readonly factor?: number;
  /** @default '1m' */
  readonly maximum?: Duration;
  /** Share of each wait that is random, 0 to 1. @default 0.5 */
  readonly jitter?: number;
}

/** Brings what a source has into a topic. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see PollFunction
export interface AgentDefinition<Cursor = any, Parameters extends AgentParameters = any> {
  /** Topic that records are published to. Values are written as `outbox.topics` says. */
  readonly topic: string;
  /** Time from the start of one poll to the start of the next. A definition has either this or `cron`. */
  readonly every?: Duration;
  /** Five fields (minute, hour, day, month, weekday), or six with seconds first. */
  readonly cron?: string;
  /** Time zone of `cron`, such as `Europe/Berlin`. @default 'UTC' */
  readonly timeZone?: string;
  /** Longest random delay that is added to each time, so that many agents do not poll at once. @default a tenth of `every`; none for `cron` */
  readonly jitter?: Duration;
  /** What becomes of times that pass while a poll is under way: they are skipped, or one poll follows at once. @default 'skip' */
  readonly overlap?: 'skip' | 'at-once';
  /** Function that asks the source for what it has after a cursor. A definition has either this or `http`. */
  readonly poll?: PollFunction<Cursor, Parameters>;
  /** Polls an HTTP API by configuration. */
  readonly http?: HttpPollDefinition;
  /** Deadline of one poll; a poll that takes longer has failed. @default '10s' */
  readonly timeout?: Duration;
  readonly retry?: AgentRetryDefinition;
  /**
   * What becomes of an item that Kafka refuses as it is (its size, its time, no key in a compacted topic). The others are
   * published without it, which log and status tell; or the agent stops at its page. @default 'pass-over'
   */
  readonly onRefused?: 'pass-over' | 'stop';
  /** Number of ids that each agent remembers: an item is published only once as long as its id is among them. @default 1000 */
  readonly window?: number;
  /** Names and types of what each agent has of its own. `sluice agents create` creates the agents of such a definition. */
  readonly parameters?: Readonly<Record<string, 'string' | 'number' | 'boolean'>>;
  /** Number of workflows that share the agents of a definition with `parameters`. Agents do not move, so choose it first. @default 4 */
  readonly hosts?: number;
}

/** Types the definition of an agent by its cursor and parameters. Nothing is checked here. */
export const pollAgent = <Cursor = unknown, Parameters extends AgentParameters = AgentParameters>(
  definition: AgentDefinition<Cursor, Parameters>,
): AgentDefinition<Cursor, Parameters> => definition;
