import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { ResolvedConfig, ResolvedRoute } from '../config/resolved';
import { STATUS_QUERY, type ChainStatus, type HeldStatus, type HostStatus } from '../model/contract';
import { routePrefix } from '../model/workflow-id';
import { askWorkflow } from './ask-workflow';
import { mapLimited } from './map-limited';
import { heldWorkflow, listWorkflows, notedStatus, type WorkflowKind } from './route-workflows';

export const KEY_FILTERS = ['parked', 'retrying', 'held', 'all'] as const;
export type KeyFilter = (typeof KEY_FILTERS)[number];

/** A key as an operator sees it. Only what visibility knows, where the workflow did not answer. */
export interface ListedKey extends Partial<Omit<ChainStatus, 'status'>> {
  readonly workflowId: string;
  readonly status: ChainStatus['status'] | 'held' | 'unknown';
  readonly closedRunId?: string;
}

export interface KeyPage {
  readonly keys: readonly ListedKey[];
  /** There are more than these. */
  readonly more: boolean;
  /** Workflows that did not answer, so that their details are missing: no worker runs, or it is busy. */
  readonly unanswered: number;
}

const HOSTS_AT_ONCE = 8;
/** A workflow lists at most so many of its chains. */
const CHAINS_PER_HOST = 100;
const SOURCES: Readonly<Record<KeyFilter, readonly WorkflowKind[]>> = {
  parked: ['parked'],
  // A lane with parked keys counts as parked, whatever else it has.
  retrying: ['noted'],
  held: ['held'],
  all: ['noted', 'held', 'hosts'],
};

interface Found {
  readonly keys: readonly ListedKey[];
  readonly answered: boolean;
  readonly cut: boolean;
}

const chainOf = (config: ResolvedConfig, route: ResolvedRoute, workflowId: string): { readonly chain?: string } =>
  route.lanes > 0 ? {} : { chain: workflowId.slice(routePrefix(config.name, route.name).length) };

export class KeyLister {
  constructor(
    private readonly client: Client,
    private readonly config: ResolvedConfig,
    private readonly route: ResolvedRoute,
  ) {}

  /** At most `limit` keys. */
  async list(filter: KeyFilter, limit: number): Promise<KeyPage> {
    const keys: ListedKey[] = [];
    const seen = new Set<string>();
    let unanswered = 0;
    let cut = false;
    for await (const workflows of this.batches(filter, limit)) {
      const fresh = workflows.filter(({ workflowId }) => !seen.has(workflowId));
      for (const { workflowId } of fresh) seen.add(workflowId);
      for (const found of await mapLimited(fresh, HOSTS_AT_ONCE, (workflow) => this.find(workflow, filter))) {
        keys.push(...found.keys);
        cut ||= found.cut;
        if (!found.answered) unanswered += 1;
      }
      if (keys.length > limit) break;
    }
    return { keys: keys.slice(0, limit), more: cut || keys.length > limit, unanswered };
  }

  private async *batches(filter: KeyFilter, limit: number): AsyncGenerator<readonly WorkflowExecutionInfo[]> {
    const size = Math.min(limit + 1, 100);
    for (const kind of SOURCES[filter]) {
      let batch: WorkflowExecutionInfo[] = [];
      for await (const workflow of listWorkflows(this.client, this.config.name, this.route.name, kind)) {
        batch.push(workflow);
        if (batch.length < size) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    }
  }

  private async find(workflow: WorkflowExecutionInfo, filter: KeyFilter): Promise<Found> {
    const held = heldWorkflow(workflow.workflowId);
    if (held !== undefined) {
      const { workflowId, closedRunId } = held;
      const answer = await askWorkflow<HeldStatus>(this.client, held.heldId, STATUS_QUERY);
      const waiting = answer === undefined ? {} : { waiting: answer.waiting };
      const chain = chainOf(this.config, this.route, workflowId);
      const key: ListedKey = { workflowId, ...chain, status: 'held', closedRunId, ...waiting };
      return { keys: [key], answered: answer !== undefined, cut: false };
    }
    const answer = await askWorkflow<HostStatus>(this.client, workflow.workflowId, STATUS_QUERY);
    if (answer === undefined) return { keys: [this.unanswered(workflow)], answered: false, cut: false };
    const chains = answer.chains.filter(({ status }) => filter === 'all' || status === filter);
    const keys = chains.map((chain) => ({ workflowId: workflow.workflowId, ...chain }));
    return { keys, answered: true, cut: answer.chains.length >= CHAINS_PER_HOST };
  }

  private unanswered(workflow: WorkflowExecutionInfo): ListedKey {
    const { workflowId } = workflow;
    const noted = notedStatus(workflow);
    const status = noted === 'parked' || noted === 'retrying' ? noted : 'unknown';
    return { workflowId, ...chainOf(this.config, this.route, workflowId), status };
  }
}
