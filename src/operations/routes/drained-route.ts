import type { Client } from '@temporalio/client';
import type { Admin } from 'kafkajs';
import { wholeCommands } from '../keys/whole-commands';
import { uncommitted } from '../../activities/keys/may-retire';
import { committedOffsets } from '../../kafka/reading/group-commits';
import type { CommittedOffsets } from '../../model/positions/committed-offsets';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { GatewayError } from '../../errors';
import { SNAPSHOT_QUERY, STATUS_QUERY, type Carried, type HostStatus } from '../../model/contract/contract';
import { SHELF_WORKFLOW, type ShelfInput } from '../../model/contract/shelf-contract';
import { routePrefix, shelfPrefix } from '../../model/names/workflow-id';
import { askWorkflow } from '../ask-workflow';
import { noAnswer, NOTHING_CHANGED } from '../cannot-run';
import { closedHosts, type ClosedHost } from '../closed-hosts';
import { countWorkflows } from '../route-workflows';

const ASKED_AT_ONCE = 16;

export interface DrainDeps {
  readonly config: ResolvedConfig;
  readonly route: ResolvedRoute;
  readonly client: Client;
  readonly admin: Admin;
}

export interface DrainedRoute {
  /** Number of workflows that were asked. */
  readonly workflows: number;
  /** The highest sequence of a position token. */
  readonly sequence: number;
}

/**
 * Asks every workflow of a route whether its keys could go on elsewhere as if they had never been there.
 * @throws GatewayError `refused` naming the first that has something to lose, or `no-answer` if one does not answer.
 */
export const refuseUndrained = async ({ client, config, route, admin }: DrainDeps): Promise<DrainedRoute> => {
  const prefix = `WorkflowId STARTS_WITH '${routePrefix(config.name, route.name)}'`;
  const held = await countWorkflows(client, { gateway: config.name, route: route.name, kind: 'held' });
  if (held > 0)
    throw refused(
      `Closed workflows whose records are held: ${held}. \`sluice keys list -r ${route.name} -s held\` lists them.`,
    );
  for await (const closed of closedHosts(client, { gateway: config.name, route: route.name })) refuseClosed(closed);
  let sequence = await refuseShelved(client, config.name, route.name);
  const committed = await committedOffsets(admin, route.groupId, route.topics);
  const running = client.workflow.list({ query: `${prefix} AND ExecutionStatus = 'Running'` });
  const workflows = await eachOf(running, async ({ workflowId }) => {
    const last = await refuseHost(client, workflowId, route.topics, committed);
    sequence = Math.max(sequence, last);
  });
  return { workflows, sequence };
};

const refused = (message: string): GatewayError =>
  new GatewayError('refused', `${message} Nothing was changed: settle this first, then run the command again.`);

/** Works on several items at a time; the first refusal ends it. */
const eachOf = async <T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<number> => {
  const source = items[Symbol.asyncIterator]();
  let count = 0;
  const worker = async (): Promise<void> => {
    for (let next = await source.next(); next.done !== true; next = await source.next()) {
      count += 1;
      await work(next.value);
    }
  };
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, worker));
  return count;
};

const refuseClosed = ({ workflowId, closedStatus }: ClosedHost): never => {
  throw refused(
    wholeCommands(
      `${workflowId} was closed (${closedStatus}) and may still have records: \`sluice keys restart\` continues it.`,
      workflowId,
    ),
  );
};

const refuseShelved = async (client: Client, gateway: string, route: string): Promise<number> => {
  const query = `WorkflowType = '${SHELF_WORKFLOW}' AND WorkflowId STARTS_WITH '${shelfPrefix(gateway, route)}' AND ExecutionStatus != 'ContinuedAsNew'`;
  let sequence = 0;
  for await (const { workflowId } of client.workflow.list({ query })) {
    const { entries = [] } = await answer<ShelfInput>(client, workflowId, SNAPSHOT_QUERY);
    const kept = entries.find(({ takenBy, run }) => takenBy === undefined && keepsState(run?.input.carried));
    if (kept !== undefined) throw refused(stateful(kept.workflowId));
    sequence = Math.max(sequence, ...entries.map(({ run }) => run?.input.carried?.sequence ?? 0));
  }
  return sequence;
};

const refuseHost = async (
  client: Client,
  workflowId: string,
  topics: readonly string[],
  committed: CommittedOffsets,
): Promise<number> => {
  const { waiting, chains } = await answer<HostStatus>(client, workflowId, STATUS_QUERY);
  if (waiting > 0) throw refused(`${waiting === 1 ? '1 record waits' : `${waiting} records wait`} in ${workflowId}.`);
  const busy = chains.find(({ status }) => status !== 'idle');
  if (busy !== undefined) throw refused(`Key ${busy.chain} of ${workflowId} is ${busy.status}.`);
  const carried = await answer<Carried | null>(client, workflowId, SNAPSHOT_QUERY);
  if (carried === null || carried.aside !== undefined) throw refused(`${workflowId} has only just been started again.`);
  if (keepsState(carried)) throw refused(stateful(workflowId));
  const open = uncommitted(carried.watermarks, topics, committed);
  if (open === undefined) return carried.sequence;
  const how =
    'Start a gateway that hosts the route as before, resume the route until it has read on, and pause it again.';
  throw refused(`${workflowId} has taken in a record that would be delivered again: ${open}. ${how}`);
};

const stateful = (workflowId: string): string =>
  `${workflowId} keeps a state, which cannot move: a route whose handler keeps a state cannot be hosted in another way.`;

/** Handlers without a state leave null. */
const keepsState = (carried: Carried | undefined): boolean =>
  carried?.chains.some(({ state }) => state !== undefined && state !== null) ?? false;

const answer = async <T>(client: Client, workflowId: string, query: string): Promise<T> => {
  const answered = await askWorkflow<T>(client, workflowId, query);
  if (answered !== undefined) return answered;
  throw await noAnswer(client, workflowId, NOTHING_CHANGED);
};
