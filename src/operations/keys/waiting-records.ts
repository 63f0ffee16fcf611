import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { STATUS_QUERY, type ChainStatus, type HostStatus } from '../../model/contract/contract';
import { notedKey, type NotedKey } from '../../model/census';
import { askWorkflow } from '../ask-workflow';
import { mapLimited } from '../../async/map-limited';
import { listWorkflows } from '../route-workflows';

const WORKFLOWS = 100;
const AT_ONCE = 8;
/** Busy workers answer late; whoever looks must not wait for all of them. */
const ASKED_WITHIN_MS = 1_500;
/** The maximum number of positions to look up in Kafka. */
const HEADS = 50;
const DEEPEST = 5;

export type RecordPlace = NonNullable<ChainStatus['head']>;

export interface WaitingRecords {
  /** Records accepted and not settled, summed over the workflows that answered. */
  readonly records: number;
  readonly answered: number;
  /** False if the count is only a lower bound: not every workflow was asked, or some did not answer. */
  readonly complete: boolean;
  /** The oldest waiting record of some of the keys seen. */
  readonly heads: readonly RecordPlace[];
  /** Keys that do not move in workflows in which visibility shows none yet. */
  readonly passing: readonly NotedKey[];
  /** Keys seen of whose record it is being decided what becomes of it. */
  readonly deciding: readonly DecidedKey[];
  /** Records in the fullest inboxes seen, largest first. */
  readonly deepest: readonly number[];
}

export interface DecidedKey {
  readonly workflowId: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Asks at most 100 workflows of a route, and for a moment, what waits in them: those with noted keys first. */
export const waitingRecords = async (
  client: Client,
  config: ResolvedConfig,
  route: ResolvedRoute,
): Promise<WaitingRecords> => {
  const ids = new Set<string>();
  const noted = new Set<string>();
  let more = false;
  for (const kind of ['noted', 'hosts'] as const) {
    for await (const { workflowId } of listWorkflows(client, config.name, route.name, kind)) {
      more = ids.size >= WORKFLOWS && !ids.has(workflowId);
      if (more) break;
      ids.add(workflowId);
      if (kind === 'noted') noted.add(workflowId);
    }
  }
  const answers: Answer[] = [];
  const deadline = Date.now() + ASKED_WITHIN_MS;
  for (const some of [[...ids].slice(0, AT_ONCE), [...ids].slice(AT_ONCE)]) {
    const asked = await mapLimited(some, AT_ONCE, async (id) => ({
      id,
      counted: noted.has(id),
      status: Date.now() > deadline ? undefined : await askWorkflow<HostStatus>(client, id, STATUS_QUERY),
    }));
    answers.push(...asked);
    // There seems to be no worker, so waiting for the others would be futile.
    if (answers.every(({ status }) => status === undefined)) break;
  }
  const known = answers.flatMap(({ status }) => status ?? []);
  const chains = known.flatMap((status) => status.chains);
  return {
    records: known.reduce((sum, { waiting }) => sum + waiting, 0),
    answered: known.length,
    complete: !more && known.length === ids.size,
    heads: chains.flatMap(({ head }) => head ?? []).slice(0, HEADS),
    passing: answers.flatMap(({ counted, status }) =>
      counted ? [] : (status?.chains ?? []).flatMap((chain) => notedKey(chain) ?? []),
    ),
    deciding: answers.flatMap(({ id, status }) =>
      (status?.chains ?? []).flatMap(({ deciding }) =>
        deciding === undefined ? [] : [{ workflowId: id, since: Date.parse(deciding) }],
      ),
    ),
    deepest: chains
      .map(({ waiting }) => waiting)
      .filter((waiting) => waiting > 0)
      .sort((a, b) => b - a)
      .slice(0, DEEPEST),
  };
};

interface Answer {
  readonly id: string;
  /** True if a census counts the keys of the workflow. */
  readonly counted: boolean;
  /** Undefined if the workflow did not answer. */
  readonly status: HostStatus | undefined;
}
