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
  /** Part of each wait that is left to chance, 0 to 1. @default 0.5 */
  readonly jitter?: number;
}

/** Brings what a source has into a topic. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see PollFunction
export interface AgentDefinition<Cursor = any, Parameters extends AgentParameters = any> {
  /** Topic that records are published to. Values are written as `outbox.topics` says. */
  readonly topic: string;
  /** Time from the start of one poll to the start of the next. Either this or `cron`. */
  readonly every?: Duration;
  /** Five fields (minute, hour, day, month, weekday), or six with seconds first. */
  readonly cron?: string;
  /** Of `cron`, as in `Europe/Berlin`. @default 'UTC' */
  readonly timeZone?: string;
  /** Up to so much is added to each time, by chance, so that many agents do not poll at once. @default a tenth of `every`; none for `cron` */
  readonly jitter?: Duration;
  /** What becomes of times that pass while a poll is under way: left out, or one poll at once. @default 'skip' */
  readonly overlap?: 'skip' | 'at-once';
  /** What asks the source. Either this or `http`. */
  readonly poll?: PollFunction<Cursor, Parameters>;
  /** Polls an HTTP API by configuration. */
  readonly http?: HttpPollDefinition;
  /** A poll that takes longer has failed. @default '10s' */
  readonly timeout?: Duration;
  readonly retry?: AgentRetryDefinition;
  /** Ids that each agent remembers: an item is published once for as long as its id is among them. @default 1000 */
  readonly window?: number;
  /** Names and types of what each agent has of its own. With this, agents are created: `sluice agents create`. */
  readonly parameters?: Readonly<Record<string, 'string' | 'number' | 'boolean'>>;
  /** Workflows that share the agents of a definition with `parameters`. Agents are not moved, so fix it first. @default 4 */
  readonly hosts?: number;
}

/** Types the definition of an agent by its cursor and parameters. Nothing is checked here. */
export const pollAgent = <Cursor = unknown, Parameters extends AgentParameters = AgentParameters>(
  definition: AgentDefinition<Cursor, Parameters>,
): AgentDefinition<Cursor, Parameters> => definition;
