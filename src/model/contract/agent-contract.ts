// What the workflows of poll agents ask of activities, and what operators ask of those workflows. Stored in histories like
// everything in contract.ts: adding optional fields is safe, renaming or removing one is not.
import type { Failure } from '../failure';
import type { Publish } from './outbox-contract';

/** Workflow type of the hosts of poll agents: Sluice's own. */
export const AGENTS_WORKFLOW = 'sluiceAgents';
/** Keeps what the agents of a closed host have, see `HeldAgentsInput`. */
export const HELD_AGENTS_WORKFLOW = 'sluiceHeldAgents';
/** A page of a host's agents, see `AgentQuery`. */
export const AGENTS_QUERY = 'sluice.agents';
export const AGENT_UPDATE = 'sluice.agent';
/** Tells a host how its agents are scheduled now: where that is news, each asks for its next time again. */
export const SCHEDULE_SIGNAL = 'sluice.schedule';

export type AgentParameters = Readonly<Record<string, string | number | boolean>>;

/** A definition without parameters is one agent; one with them has hosts that share its agents by hash of their names. */
export type AgentHosting =
  { readonly kind: 'one' } | { readonly kind: 'shared'; readonly host: number; readonly of: number };

/** What an agent is asked to poll. */
export interface PollWork {
  /** Name of the agent. */
  readonly chain: string;
  readonly parameters?: AgentParameters;
  /** Absent: it has none yet. */
  readonly cursor?: unknown;
  /** The time that the last poll was meant for, in milliseconds since the epoch. Absent: never polled. */
  readonly slot?: number;
  /** The next time is not known, or may have changed: do not poll before it. */
  readonly ask?: true;
  /** Failed attempts since the last poll that worked. */
  readonly attempts?: number;
  /** Hashes of the items that the last poll had, joined, where the source repeated some: they are left out. */
  readonly seen?: string;
}

export interface PollBatch {
  readonly gateway: string;
  readonly definition: string;
  /** Give up on a source that does not answer at once: it is asked again among the slow ones. */
  readonly quick: boolean;
  readonly works: readonly PollWork[];
}

/** An item that a source has, ready to be published. */
export interface PolledItem {
  readonly publish: Publish;
  /** Of its id; absent where it has none. */
  readonly hash?: string;
}

export interface PollOutcome {
  readonly chain: string;
  /** When the agent is to be polled next, from now. */
  readonly nextInMs: number;
  /** Absent: as it was. */
  readonly slot?: number;
  /** Absent: it was not polled, or the poll failed. */
  readonly polled?: {
    readonly items: readonly PolledItem[];
    /** JSON size of the items, about. */
    readonly bytes: number;
    /** Absent: as it was. */
    readonly cursor?: unknown;
    readonly more?: true;
    /** Items of `seen` that the source had again, as indexes. */
    readonly again?: readonly number[];
  };
  readonly failure?: Failure;
  /** It took long, or longer than quick sources may: it is polled among the slow ones. */
  readonly slow?: true;
}

export interface AgentActivities {
  /** Polls many sources beside each other. Answers outcomes; throws only for faults of its own. */
  pollSources(batch: PollBatch): Promise<readonly PollOutcome[]>;
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
  /** Hashes of the ids that were published or seen, the newest last, joined. */
  readonly window?: string;
  readonly polledAt?: number;
  readonly polls?: number;
  readonly published?: number;
  readonly repeats?: number;
}

export interface AgentsCarried {
  readonly agents: readonly CarriedAgent[];
  /** See `SCHEDULE_SIGNAL`. */
  readonly revision?: string;
}

/** Start input of a host. */
export interface AgentsInput {
  readonly gateway: string;
  readonly definition: string;
  readonly hosting: AgentHosting;
  readonly writers?: number;
  /** Ids that each agent remembers, unless its host has more agents than that leaves room for. */
  readonly window: number;
  readonly carried?: AgentsCarried;
}

/**
 * Start input of what stands beside a host that was closed: a workflow that holds what the closed run would have carried,
 * also when the server has forgotten that run, until the host is started again with it (I7).
 */
export interface HeldAgentsInput {
  readonly workflowId: string;
  readonly closedRunId: string;
  readonly host: AgentsInput;
}

/** How agents are polled now, by the config of the worker that says so. */
export interface AgentSchedule {
  readonly revision: string;
  readonly window: number;
}

export type AgentCommand = { readonly agent: string } & (
  | { readonly verb: 'create'; readonly parameters: AgentParameters; readonly paused?: true }
  | { readonly verb: 'remove' | 'pause' | 'resume' | 'poll' }
  | {
      readonly verb: 'set-cursor';
      /** Absent: as before the first poll. */
      readonly cursor?: unknown;
      /** Forget what was published: what the source has again is published again. */
      readonly forget?: true;
    }
);
export type AgentVerb = AgentCommand['verb'];

export interface AgentAnswer {
  /** It is being polled right now; what was asked for holds after that, or for what is not published yet. */
  readonly busy?: true;
  readonly paused?: true;
}

export type AgentStanding = 'waiting' | 'polling' | 'publishing' | 'retrying' | 'paused';

export interface AgentStatus {
  readonly agent: string;
  readonly status: AgentStanding;
  readonly parameters?: AgentParameters;
  readonly cursor?: unknown;
  /** Times in ISO 8601. */
  readonly nextPoll?: string;
  readonly lastPoll?: string;
  readonly since?: string;
  readonly failure?: Failure;
  readonly attempts?: number;
  /** Polls that worked, records published, items left out because they were published before. */
  readonly polls: number;
  readonly published: number;
  readonly repeats: number;
  /** Ids remembered. */
  readonly remembered: number;
}

/** Argument of `AGENTS_QUERY`: which agents, in the order of their names. */
export interface AgentQuery {
  readonly statuses?: readonly AgentStanding[];
  readonly agent?: string;
  /** Go on after this agent. */
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
}
