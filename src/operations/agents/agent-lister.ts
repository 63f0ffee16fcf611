import type { Client } from '@temporalio/client';
import type { ResolvedAgent } from '../../config/agent/resolved-agent';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError } from '../../errors';
import {
  AGENTS_QUERY,
  type AgentPage,
  type AgentQuery,
  type AgentStanding,
  type AgentStatus,
} from '../../model/contract/agent-contract';
import { agentHostings, hostIdOf } from '../../temporal/agents/start-agents';
import { askAgents, type HostAnswer } from './ask-agents';
import { pageToken, readPageToken } from '../keys/page-token';
import { taskQueueWorkers } from '../task-queue-workers';

export interface ListedAgent extends AgentStatus {
  readonly definition: string;
  readonly workflowId: string;
}

export interface ListedAgents {
  readonly agents: readonly ListedAgent[];
  /** True if there may be more agents than these. */
  readonly more: boolean;
  /** Token for the next list. */
  readonly page?: string;
  /** Number of hosts that did not answer, so that their agents are missing here. */
  readonly unanswered: number;
  /** Hosts that someone closed: their agents do not poll until `sluice agents restart`. Absent if there are none. */
  readonly closed?: readonly string[];
}

interface Host {
  readonly definition: string;
  readonly workflowId: string;
}

/** A host by its index, and the last agent listed in it. */
interface Place {
  readonly at: number;
  readonly after: string;
}

/** A host answers in pages of at most this many agents. */
const MAX_PAGE = 200;

/** Lists agents by definition, then by host, then by name. */
export class AgentLister {
  private readonly hosts: readonly Host[];
  private readonly asked: string;

  constructor(
    private readonly client: Client,
    private readonly config: ResolvedConfig,
    definitions: readonly ResolvedAgent[],
    private readonly status: AgentStanding | undefined,
  ) {
    this.hosts = definitions.flatMap((definition) =>
      agentHostings(definition).map((hosting) => ({
        definition: definition.name,
        workflowId: hostIdOf(config.name, definition.name, hosting),
      })),
    );
    this.asked = JSON.stringify(['agents', config.name, definitions.map(({ name }) => name), status ?? 'all']);
  }

  /** Lists at most `limit` agents, continuing after `page`. @throws GatewayError `refused` for another list's page. */
  async list(limit: number, page: string | undefined): Promise<ListedAgents> {
    let place = this.place(page);
    const agents: ListedAgent[] = [];
    let unanswered = 0;
    const closed: string[] = [];
    const notes = (): Pick<ListedAgents, 'unanswered' | 'closed'> => ({
      unanswered,
      ...(closed.length === 0 ? {} : { closed }),
    });
    // Without workers, waiting for each host would be futile.
    if ((await taskQueueWorkers(this.client, this.config)) === 0) {
      return { agents, more: false, unanswered: this.hosts.length - place.at };
    }
    for (let host = this.hosts[place.at]; host !== undefined; host = this.hosts[place.at]) {
      if (agents.length >= limit) {
        const token = pageToken(this.asked, { lane: host.workflowId, chain: place.after });
        return { agents, more: true, page: token, ...notes() };
      }
      const asked = await this.ask(host.workflowId, place.after, Math.min(MAX_PAGE, limit - agents.length));
      if (asked.kind === 'silent') unanswered += 1;
      if (asked.kind === 'closed') closed.push(host.workflowId);
      const found = asked.kind === 'answered' ? asked.answer : undefined;
      for (const agent of found?.agents ?? []) agents.push({ ...host, ...agent });
      place = following(place, found);
    }
    return { agents, more: false, ...notes() };
  }

  private ask(workflowId: string, after: string, limit: number): Promise<HostAnswer<AgentPage>> {
    const { status } = this;
    const query: AgentQuery = { after, limit, ...(status === undefined ? {} : { statuses: [status] }) };
    return askAgents<AgentPage>(this.client, workflowId, AGENTS_QUERY, query);
  }

  private place(page: string | undefined): Place {
    if (page === undefined) return { at: 0, after: '' };
    const { lane, chain = '' } = readPageToken(this.asked, page);
    const at = this.hosts.findIndex(({ workflowId }) => workflowId === lane);
    if (at === -1)
      throw new GatewayError(
        'refused',
        'The agents of the configuration have changed since this list began: list again without --page.',
      );
    return { at, after: chain };
  }
}

const following = ({ at }: Place, answer: AgentPage | undefined): Place => {
  const last = answer?.agents.at(-1);
  return answer?.more === true && last !== undefined ? { at, after: last.agent } : { at: at + 1, after: '' };
};
