import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { STATUS_QUERY, type HostStatus } from '../../model/contract/contract';
import { notedKey, type NotedKey } from '../../model/keys/census';
import { askedWorkflow } from '../ask-workflow';
import { mapLimited } from '../../async/map-limited';
import { listWorkflows, type WorkflowKind } from '../route-workflows';
import { oldestHeads, type RecordPlace } from './oldest-heads';

const WORKFLOWS = 100;
/** How many of those that do not move are listed, to ask first whoever began first. */
const LISTED = 1_000;
const AT_ONCE = 8;
/** Busy workers answer late; whoever looks must not wait for all of them. */
const ASKED_WITHIN_MS = 1_500;
const DEEPEST = 5;

export interface WaitingRecords {
  /** Records accepted and not settled, summed over the workflows that answered. */
  readonly records: number;
  readonly answered: number;
  /** False if the count is only a lower bound: not every workflow was asked, or some did not answer. */
  readonly complete: boolean;
  /** The oldest record of each partition at which a key is that was seen. */
  readonly heads: readonly RecordPlace[];
  /** The records at which keys are, by workflow, of those that answered. */
  readonly headsOf: ReadonlyMap<string, readonly RecordPlace[]>;
  /** Workflows in which a key does not move, also those that were not asked. */
  readonly noted: ReadonlySet<string>;
  /** Workflows whose handler does not fit what they have done, as their workers say. */
  readonly unfit: readonly string[];
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

/**
 * Asks at most 100 workflows of a route, and for a moment, what waits in them: those with parked keys first, then those
 * whose keys go on by themselves, and of both those that began first.
 */
export const waitingRecords = async (
  client: Client,
  config: ResolvedConfig,
  route: ResolvedRoute,
): Promise<WaitingRecords> => {
  const list = (kind: WorkflowKind, most: number) =>
    firstOf(listWorkflows(client, config.name, route.name, kind), most);
  const [parked, still, hosts] = await Promise.all([
    list('parked', LISTED),
    list('noted', LISTED),
    list('hosts', WORKFLOWS + 1),
  ]);
  const noted = new Set([...parked.reverse(), ...still.reverse()]);
  const all = new Set([...noted, ...hosts]);
  const ids = Array.from(all).slice(0, WORKFLOWS);
  const answers: Answer[] = [];
  const deadline = Date.now() + ASKED_WITHIN_MS;
  for (const some of [ids.slice(0, AT_ONCE), ids.slice(AT_ONCE)]) {
    const asked = await mapLimited(some, AT_ONCE, async (id) => {
      const { answer: status, unfit } =
        Date.now() > deadline ? {} : await askedWorkflow<HostStatus>(client, id, STATUS_QUERY);
      return { id, counted: noted.has(id), status, unfit };
    });
    answers.push(...asked);
    // There seems to be no worker, so waiting for the others would be futile.
    if (answers.every(({ status, unfit }) => status === undefined && unfit === undefined)) break;
  }
  const known = answers.flatMap(({ status }) => status ?? []);
  const chains = known.flatMap((status) => status.chains);
  const headsOf = new Map(
    answers.flatMap(({ id, status }) =>
      status === undefined ? [] : [[id, status.chains.flatMap(({ head }) => head ?? [])] as const],
    ),
  );
  return {
    records: known.reduce((sum, { waiting }) => sum + waiting, 0),
    answered: known.length,
    complete: known.length === all.size,
    heads: oldestHeads(Array.from(headsOf.values()).flat()),
    headsOf,
    noted,
    unfit: answers.flatMap(({ id, unfit }) => (unfit === undefined ? [] : [id])),
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

/** Newest first. */
const firstOf = async (workflows: ReturnType<typeof listWorkflows>, most: number): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { workflowId } of workflows) {
    ids.push(workflowId);
    if (ids.length >= most) break;
  }
  return ids;
};

interface Answer {
  readonly id: string;
  /** True if a census counts the keys of the workflow. */
  readonly counted: boolean;
  /** Undefined if the workflow did not answer. */
  readonly status: HostStatus | undefined;
  readonly unfit: string | undefined;
}
