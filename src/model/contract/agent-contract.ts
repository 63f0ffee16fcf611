// What the workflows of poll agents ask of activities, and what operators ask of those workflows. It is stored in
// histories like all of contract.ts: adding an optional field is safe, renaming or removing one is not.
import type { Failure } from './failure';
import type { Publish } from './outbox-contract';
import type { TimedCommand } from './timed-command';

/** Sluice's own workflow type for the hosts of poll agents. */
export const AGENTS_WORKFLOW = 'sluiceAgents';
/** Workflow type that keeps what the agents of a closed host had, see `HeldAgentsInput`. */
export const HELD_AGENTS_WORKFLOW = 'sluiceHeldAgents';
/** Returns a page of a host's agents, see `AgentQuery`. */
export const AGENTS_QUERY = 'sluice.agents';
export const AGENT_UPDATE = 'sluice.agent';
/** Tells a host how its agents are scheduled now; if that has changed, each agent asks for its next time again. */
export const SCHEDULE_SIGNAL = 'sluice.schedule';

export type AgentParameters = Readonly<Record<string, string | number | boolean>>;

/** A definition without parameters is one agent; with them, hosts share its agents by the hash of their names. */
export type AgentHosting =
  { readonly kind: 'one' } | { readonly kind: 'shared'; readonly host: number; readonly of: number };

/** What an agent is asked to poll. */
export interface PollWork {
  /** Name of the agent. */
  readonly chain: string;
  readonly parameters?: AgentParameters;
  /** Absent if the agent has none yet. */
  readonly cursor?: unknown;
  /** The time that the last poll was due, in milliseconds since the epoch; absent if there was none. */
  readonly slot?: number;
  /** Set if the next time is unknown or may have changed: find it out, and do not poll before it. */
  readonly ask?: true;
  /** Failed attempts since the last poll that worked. */
  readonly attempts?: number;
  /** Joined hashes of the last poll's items, if the source repeated some; these items are left out. */
  readonly seen?: string;
}

export interface PollBatch {
  readonly gateway: string;
  readonly definition: string;
  /** Give up on a source that does not answer at once; it is polled again among the slow ones. */
  readonly quick: boolean;
  readonly works: readonly PollWork[];
}

/** An item from a source, ready to be published. */
export interface PolledItem {
  readonly publish: Publish;
  /** Hash of the item's id; absent if it has none. */
  readonly hash?: string;
}

export interface PollOutcome {
  readonly chain: string;
  /** Milliseconds from now until the agent's next poll. */
  readonly nextInMs: number;
  /** Absent if unchanged. */
  readonly slot?: number;
  /** Absent if the source was not polled, or the poll failed before it had read anything. */
  readonly polled?: {
    readonly items: readonly PolledItem[];
    /** Approximate size of the items as JSON. */
    readonly bytes: number;
    /** Absent if unchanged. */
    readonly cursor?: unknown;
    readonly more?: true;
    /** Indexes of the items in `seen` that the source returned again. */
    readonly again?: readonly number[];
    /** Set if an item that Kafka refuses is passed over, so that it does not withhold the others. */
    readonly passOver?: true;
    /** Where the poll stands in its trace, as `traceparent` says it. Absent if it belongs to none. */
    readonly trace?: string;
  };
  readonly failure?: Failure;
  /** Set if the poll took too long for a quick source; the agent is then polled among the slow ones. */
  readonly slow?: true;
}

export interface AgentActivities {
  /** Polls many sources concurrently. It returns their outcomes and throws only for faults of its own. */
  pollSources(batch: PollBatch): Promise<readonly PollOutcome[]>;
}

/** An item that was passed over, because Kafka refuses it as it is. */
export interface PassedItem {
  /** ISO 8601 time. */
  readonly at: string;
  /** The `sluice.id` of its record; absent if the item has no id. */
  readonly recordId?: string;
  /** Start of its key, if that is text. */
  readonly key?: string;
  readonly message: string;
}

export interface CarriedAgent {
  readonly agent: string;
  readonly parameters?: AgentParameters;
  readonly cursor?: unknown;
  readonly slot?: number;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly ask?: true;
  readonly paused?: number;
  readonly attempts?: number;
  readonly since?: number;
  readonly failure?: Failure;
  readonly slow?: true;
  /** Joined hashes of the ids that were published or seen, newest last. */
  readonly window?: string;
  readonly polledAt?: number;
  readonly polls?: number;
  readonly published?: number;
  readonly repeats?: number;
  readonly passedOver?: number;
  /** How many were passed over since Kafka last took an item. */
  readonly passedInRow?: number;
  readonly lastPassedOver?: PassedItem;
}

export interface AgentsCarried {
  readonly agents: readonly CarriedAgent[];
  /** See `SCHEDULE_SIGNAL`. */
  readonly revision?: string;
}

/** Start input of a workflow that hosts agents. */
export interface AgentsInput {
  readonly gateway: string;
  readonly definition: string;
  readonly hosting: AgentHosting;
  readonly writers?: number;
  /** How many ids each agent remembers, unless its host has too many agents for that. */
  readonly window: number;
  readonly carried?: AgentsCarried;
}

/**
 * Start input of the workflow beside a closed host. It holds what the closed run would have carried, even after the
 * server has forgotten that run, until the host is started again with it (I7).
 */
export interface HeldAgentsInput {
  readonly workflowId: string;
  readonly closedRunId: string;
  readonly host: AgentsInput;
}

/** How agents are polled now, according to the config of the worker that sends this. */
export interface AgentSchedule {
  readonly revision: string;
  readonly window: number;
}

export type AgentCommand = TimedCommand & { readonly agent: string } & (
    | { readonly verb: 'create'; readonly parameters: AgentParameters; readonly paused?: true }
    | { readonly verb: 'remove' | 'pause' | 'resume' | 'poll' }
    | {
        readonly verb: 'set-cursor';
        /** Absent to go back to the state before the first poll. */
        readonly cursor?: unknown;
        /** Forgets what was published, too, so that it is published again if the source still has it. */
        readonly forget?: true;
      }
  );
export type AgentVerb = AgentCommand['verb'];

export interface AgentAnswer {
  /** Set if the agent is being polled now: the command takes effect afterwards, or for what is not published yet. */
  readonly busy?: true;
  readonly paused?: true;
}

export type AgentStanding = 'waiting' | 'polling' | 'publishing' | 'retrying' | 'paused';

export interface AgentStatus {
  readonly agent: string;
  readonly status: AgentStanding;
  readonly parameters?: AgentParameters;
  readonly cursor?: unknown;
  /** ISO 8601 times. */
  readonly nextPoll?: string;
  /** When the last poll that worked was settled. */
  readonly lastPoll?: string;
  readonly since?: string;
  readonly failure?: Failure;
  readonly attempts?: number;
  /** Counts of polls that worked, records published, and items left out because they were published before. */
  readonly polls: number;
  readonly published: number;
  readonly repeats: number;
  /** Number of ids remembered. */
  readonly remembered: number;
  /** Count of items passed over, and the last of them; absent if there are none. */
  readonly passedOver?: number;
  readonly lastPassedOver?: PassedItem;
}

/** Argument of `AGENTS_QUERY`: which agents to return, in the order of their names. */
export interface AgentQuery {
  readonly statuses?: readonly AgentStanding[];
  readonly agent?: string;
  /** Start after this agent. */
  readonly after?: string;
  readonly limit: number;
}

export interface AgentPage {
  readonly agents: readonly AgentStatus[];
  readonly more: boolean;
}

export interface AgentHostStatus {
  readonly gateway: string;
  readonly definition: string;
  readonly hosting: AgentHosting;
  readonly agents: number;
  readonly paused: number;
  readonly retrying: number;
  readonly published: number;
  /** Items passed over; absent if there are none. */
  readonly passedOver?: number;
}
