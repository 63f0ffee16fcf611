import { status as GrpcStatus } from '@grpc/grpc-js';
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { STATUS_QUERY, type ChainStatus, type HeldStatus } from '../../model/contract/contract';
import { CHAINS_QUERY, type ChainPage, type ChainQuery } from '../../model/keys/key-commands';
import { blockNames } from '../../model/keys/cause';
import { isNoted, notedKey } from '../../model/keys/census';
import { routePrefix } from '../../model/names/workflow-id';
import { grpcError } from '../../temporal/grpc-error';
import { askWorkflow } from '../ask-workflow';
import { visibleKey } from '../census/visible-key';
import { mapLimited } from '../../async/map-limited';
import { KEY_KINDS, LANE_KINDS, STATUSES } from './key-filter';
import { standsSo, type KeySelection } from './key-selection';
import { pageToken, readPageToken, type ListCursor } from './page-token';
import { heldWorkflow, pageOfWorkflows, type VisiblePage, type VisibleWorkflow } from '../route-workflows';
import { defined } from '../../model/defined';

/** A key as an operator sees it. If its workflow did not answer, this has only what visibility knows. */
export interface ListedKey extends Partial<Omit<ChainStatus, 'status'>> {
  readonly workflowId: string;
  readonly status: ChainStatus['status'] | 'held' | 'unknown';
  readonly closedRunId?: string;
}

export interface KeyPage {
  readonly keys: readonly ListedKey[];
  /** True if there may be more keys: `page` asks for them. */
  readonly more: boolean;
  readonly page?: string;
  /** Workflows that did not answer, so that their details are missing: no worker runs, or the worker is busy. */
  readonly unanswered: number;
}

const HOSTS_AT_ONCE = 16;
const VISIBLE_PAGE = 200;
interface Found {
  readonly keys: readonly ListedKey[];
  readonly answered: boolean;
  readonly more: boolean;
  /** The chain after which a lane goes on. */
  readonly last?: string | undefined;
}

/** Lists keys of a route page by page: visibility finds them, and their workflows describe them. */
export class KeyLister {
  private readonly prefix: string;
  /** False once visibility has said that it does not know causes. */
  private causes = true;

  constructor(
    private readonly client: Client,
    private readonly config: ResolvedConfig,
    private readonly route: ResolvedRoute,
  ) {
    this.prefix = routePrefix(config.name, route.name);
  }

  /**
   * Lists at most `limit` keys, after those of the list that `page` comes from. Without `asks`, keys with a workflow of
   * their own are as visibility alone has them, wherever that knows enough.
   * @throws GatewayError `refused` if `page` belongs to another list.
   */
  async list(selection: KeySelection, limit: number, page?: string, asks = true): Promise<KeyPage> {
    const asked = JSON.stringify([
      this.prefix,
      selection.status,
      selection.destination,
      selection.error,
      selection.exact === true,
    ]);
    const cursor = page === undefined ? {} : readPageToken(asked, page);
    const found =
      this.route.lanes > 0
        ? await this.ofLanes(selection, limit, cursor)
        : await this.ofKeys(selection, limit, cursor, asks);
    const { next, ...rest } = found;
    return { ...rest, more: next !== undefined, ...(next === undefined ? {} : { page: pageToken(asked, next) }) };
  }

  /** Each workflow is one key, so as many workflows are asked for as keys are wanted. */
  private async ofKeys(
    selection: KeySelection,
    limit: number,
    { visible }: ListCursor,
    asks: boolean,
  ): Promise<Listed> {
    const keys: ListedKey[] = [];
    let unanswered = 0;
    let after = visible === undefined ? undefined : Buffer.from(visible, 'base64');
    do {
      const size = Math.min(limit - keys.length, VISIBLE_PAGE);
      const page = await this.pageOf(selection, size, after);
      for (const found of await this.find(page.workflows, selection, { limit: 1 }, asks)) {
        keys.push(...found.keys);
        if (!found.answered) unanswered += 1;
      }
      after = page.next === undefined ? undefined : Buffer.from(page.next);
    } while (after !== undefined && keys.length < limit);
    return { keys, unanswered, next: after === undefined ? undefined : { visible: after.toString('base64') } };
  }

  /** Lanes are few, and each may host many keys: this goes through them one by one, in the order of their ids. */
  private async ofLanes(
    selection: KeySelection,
    limit: number,
    { lane: done = '', chain }: ListCursor,
  ): Promise<Listed> {
    const lanes = (await this.lanes(selection)).filter(({ workflowId }) =>
      chain === undefined ? workflowId > done : workflowId >= done,
    );
    const keys: ListedKey[] = [];
    let unanswered = 0;
    let after = chain;
    let index = 0;
    for (let lane = lanes[index]; lane !== undefined; lane = lanes[index]) {
      const place = { after: after ?? '', limit: limit - keys.length };
      const [found = NOTHING] = await this.find([lane], selection, place);
      keys.push(...found.keys);
      unanswered += found.answered ? 0 : 1;
      after = found.more ? found.last : undefined;
      if (after === undefined) index += 1;
      if (keys.length < limit || index === lanes.length) continue;
      return { keys, unanswered, next: { lane: lane.workflowId, ...defined({ chain: after }) } };
    }
    return { keys, unanswered, next: undefined };
  }

  private async lanes(selection: KeySelection): Promise<readonly VisibleWorkflow[]> {
    const lanes: VisibleWorkflow[] = [];
    let after: Uint8Array | undefined;
    do {
      const page = await pageOfWorkflows(this.client, this.query(selection, LANE_KINDS), VISIBLE_PAGE, after);
      lanes.push(...page.workflows);
      after = page.next;
    } while (after !== undefined);
    return lanes.sort((a, b) => (a.workflowId < b.workflowId ? -1 : 1));
  }

  /** A namespace that an older version has set up has no causes: workflows are then asked without. */
  private async pageOf(selection: KeySelection, size: number, after: Uint8Array | undefined): Promise<VisiblePage> {
    const query = this.query(selection, KEY_KINDS);
    const { error } = selection;
    if (error !== undefined && this.causes) {
      try {
        return await pageOfWorkflows(this.client, { ...query, cause: error }, size, after);
      } catch (failure) {
        if (grpcError(failure)?.code !== GrpcStatus.INVALID_ARGUMENT) throw failure;
        this.causes = false;
      }
    }
    return pageOfWorkflows(this.client, query, size, after);
  }

  private query({ status, destination }: KeySelection, kinds: typeof KEY_KINDS) {
    const names = { gateway: this.config.name, route: this.route.name, kind: kinds[status] };
    return { ...names, ...defined({ destination }) };
  }

  private find(
    workflows: readonly VisibleWorkflow[],
    selection: KeySelection,
    place: Pick<ChainQuery, 'after' | 'limit'>,
    asks = true,
  ): Promise<readonly Found[]> {
    return mapLimited(workflows, HOSTS_AT_ONCE, async (workflow) => {
      if (!asks && isTold(workflow, selection)) {
        return { keys: [this.unanswered(workflow)], answered: true, more: false };
      }
      const held = heldWorkflow(workflow.workflowId);
      if (held === undefined) return this.ask(workflow, selection, place);
      return this.askHeld(held, selection, workflow.started);
    });
  }

  private async askHeld(
    { heldId, workflowId, closedRunId }: HeldNames,
    selection: KeySelection,
    started: number | undefined,
  ): Promise<Found> {
    // Nothing is known to have failed for a key whose workflow was closed.
    if (selection.destination !== undefined || selection.error !== undefined) return NOTHING;
    const answer = await askWorkflow<HeldStatus>(this.client, heldId, STATUS_QUERY);
    const since = started === undefined ? undefined : new Date(started).toISOString();
    const told = defined({ since, waiting: answer?.waiting });
    const key: ListedKey = { workflowId, ...this.chainOf(workflowId), status: 'held', closedRunId, ...told };
    return { keys: [key], answered: answer !== undefined, more: false };
  }

  private async ask(
    workflow: VisibleWorkflow,
    selection: KeySelection,
    place: Pick<ChainQuery, 'after' | 'limit'>,
  ): Promise<Found> {
    const { status, destination, error, exact = false } = selection;
    const { workflowId } = workflow;
    const [code] = error?.split(':', 1) ?? [];
    const query: ChainQuery = {
      ...place,
      ...defined({ statuses: STATUSES[status], destination, error: code, cause: code === error ? undefined : error }),
    };
    const answer = await askWorkflow<ChainPage>(this.client, workflowId, CHAINS_QUERY, query);
    if (answer === undefined) {
      const told = exact
        ? standsSo(visibleKey(workflow), selection)
        : error === undefined || workflow.causes.includes(error);
      return { keys: told ? [this.unanswered(workflow)] : [], answered: false, more: false };
    }
    // Older workers go by the code alone.
    const wanted = answer.chains.filter((chain) =>
      exact ? standsSo(notedKey(chain), selection) : error === undefined || blockNames(chain).includes(error),
    );
    const keys = wanted.map((chain) => ({ workflowId, ...chain }));
    return { keys, answered: true, more: answer.more, last: answer.chains.at(-1)?.chain };
  }

  private unanswered({ workflowId, status }: VisibleWorkflow): ListedKey {
    return { workflowId, ...this.chainOf(workflowId), status: isNoted(status) ? status : 'unknown' };
  }

  private chainOf(workflowId: string): { readonly chain?: string } {
    return this.route.lanes > 0 ? {} : { chain: workflowId.slice(this.prefix.length) };
  }
}

/** True if visibility alone says that the key is one of those selected; postponed ones may be visible as retrying. */
const isTold = ({ status, causes }: VisibleWorkflow, { status: wanted, error, exact }: KeySelection): boolean =>
  isNoted(status) && exact !== true && wanted !== 'postponed' && (error === undefined || causes.includes(error));

interface Listed {
  readonly keys: readonly ListedKey[];
  readonly unanswered: number;
  readonly next: ListCursor | undefined;
}

type HeldNames = NonNullable<ReturnType<typeof heldWorkflow>>;

const NOTHING: Found = { keys: [], answered: true, more: false };
