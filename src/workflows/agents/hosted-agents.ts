import type {
  AgentHosting,
  AgentHostStatus,
  AgentPage,
  AgentQuery,
  AgentsInput,
  CarriedAgent,
} from '../../model/contract/agent-contract';
import { HASH_LENGTH } from '../../model/seen-window';
import { Agent } from './agent';

/** Names, parameters and cursors, windows, and the rest must together fit a continue-as-new input of 2 MB. */
const MAX_BYTES = 512 * 1024;
const MAX_WINDOW_BYTES = 640 * 1024;
export const MAX_AGENTS = 1_000;
const MAX_PAGE = 200;

/** The agents of a host, kept within what one workflow may carry (I10). */
export class HostedAgents {
  private readonly agents = new Map<string, Agent>();
  readonly paused = new Set<Agent>();
  readonly failing = new Set<Agent>();
  private bytes = 0;

  constructor(
    readonly hosting: AgentHosting,
    { definition, carried }: AgentsInput,
  ) {
    for (const agent of carried?.agents ?? []) this.add(agent);
    // A definition without parameters has one agent, which exists from the start.
    if (hosting.kind === 'one' && this.agents.size === 0) this.add({ agent: definition, dueAt: Date.now(), ask: true });
  }

  get size(): number {
    return this.agents.size;
  }

  all(): Iterable<Agent> {
    return this.agents.values();
  }

  get(name: string): Agent | undefined {
    return this.agents.get(name);
  }

  /** False once the agent has been removed, also if there is another one of its name by now. */
  has(agent: Agent): boolean {
    return this.agents.get(agent.agent) === agent;
  }

  add(carried: CarriedAgent): Agent {
    const agent = new Agent(carried);
    this.agents.set(agent.agent, agent);
    this.bytes += agent.bytes;
    this.note(agent);
    return agent;
  }

  remove(agent: Agent): void {
    this.agents.delete(agent.agent);
    this.bytes -= agent.bytes;
    this.paused.delete(agent);
    this.failing.delete(agent);
  }

  hasRoom(bytes: number): boolean {
    return this.bytes + bytes <= MAX_BYTES;
  }

  /** Makes a change that may enlarge the agent. */
  resize(agent: Agent, change: () => void): void {
    const before = agent.bytes;
    change();
    if (this.has(agent)) this.bytes += agent.bytes - before;
  }

  /** Updates the sum with every change, because counting a thousand agents anew each time takes too long. */
  note(agent: Agent): void {
    const hosted = this.has(agent);
    put(this.paused, agent, hosted && agent.paused);
    put(this.failing, agent, hosted && agent.failing && !agent.paused);
  }

  /** How many ids, at most `wanted`, each agent may remember. */
  windowOf(wanted: number): number {
    return Math.min(wanted, Math.floor(MAX_WINDOW_BYTES / HASH_LENGTH / Math.max(1, this.agents.size)));
  }

  counts(): Pick<AgentHostStatus, 'published' | 'passedOver'> {
    const all = Array.from(this.agents.values(), (agent) => agent.status());
    const published = all.reduce((sum, agent) => sum + agent.published, 0);
    const passedOver = all.reduce((sum, agent) => sum + (agent.passedOver ?? 0), 0);
    return { published, ...(passedOver === 0 ? {} : { passedOver }) };
  }

  page({ statuses, agent, after = '', limit }: AgentQuery): AgentPage {
    const found = Array.from(this.agents.values())
      .filter((one) => (agent === undefined ? one.agent > after : one.agent === agent))
      .filter(({ standing }) => statuses?.includes(standing) ?? true)
      .sort((a, b) => (a.agent < b.agent ? -1 : 1));
    const most = Math.min(limit, MAX_PAGE);
    return { agents: found.slice(0, most).map((one) => one.status()), more: found.length > most };
  }

  carry(window: number): readonly CarriedAgent[] {
    const limit = this.windowOf(window);
    // A query also carries, and must not shorten windows, or a replay would end differently.
    return Array.from(this.agents.values(), (agent) => agent.carry(limit));
  }
}

const put = (set: Set<Agent>, agent: Agent, belongs: boolean): void => {
  if (belongs) set.add(agent);
  else set.delete(agent);
};
