// Counts the keys that do not move. Of a workflow per key visibility knows enough, so that none is asked; of a lane it
// shows only the most urgent key, so those that it shows are asked to count.
import type { Client } from '@temporalio/client';
import { mapLimited } from '../../async/map-limited';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import {
  CensusCount,
  isNoted,
  NOTED_STATUSES,
  notedKey,
  type CensusLine,
  type NotedKey,
} from '../../model/keys/census';
import { STATUS_QUERY, type HostStatus } from '../../model/contract/contract';
import { CENSUS_QUERY } from '../../model/keys/key-commands';
import { askWorkflow } from '../ask-workflow';
import { countWorkflows, pageOfWorkflows, type VisibleWorkflow, type WorkflowKind } from '../route-workflows';
import { CAUSE_MANY, CAUSE_UNKNOWN, type Census, type CensusRow, type ClosedUnheld } from './census';
import { closedAgentHosts } from './closed-agent-hosts';
import { closedUnheld } from './closed-unheld';
import { visibleKey } from './visible-key';

export interface CensusLimits {
  /** Workflows of a route that are listed; if there are more, they are counted without their causes. */
  readonly listed: number;
  readonly perPage: number;
}

const LIMITS: CensusLimits = { listed: 20_000, perPage: 1_000 };
const LANES_AT_ONCE = 8;
const LISTED_CHAINS = 100;
const ROUTES_AT_ONCE = 4;

interface RouteCensus {
  readonly rows: readonly CensusRow[];
  readonly running: number;
  readonly complete: boolean;
  readonly closed?: ClosedUnheld | undefined;
}

/** Takes a census of all routes. */
export const takeCensus = async (
  client: Client,
  config: ResolvedConfig,
  limits: CensusLimits = LIMITS,
): Promise<Census> => {
  const at = Date.now();
  const [routes, ofAgents] = await Promise.all([
    mapLimited(config.routes, ROUTES_AT_ONCE, async (route) => ({
      name: route.name,
      ...(await routeCensus(client, config, route, limits)),
    })),
    closedAgentHosts(client, config),
  ]);
  return {
    at,
    complete: routes.every(({ complete }) => complete),
    rows: routes.flatMap(({ rows }) => rows).sort((a, b) => b.keys - a.keys),
    running: new Map(routes.map(({ name, running }) => [name, running])),
    closed: new Map(routes.flatMap(({ name, closed }) => (closed === undefined ? [] : [[name, closed] as const]))),
    closedAgentHosts: ofAgents,
  };
};

const routeCensus = async (
  client: Client,
  config: ResolvedConfig,
  { name: route, lanes }: ResolvedRoute,
  limits: CensusLimits,
): Promise<RouteCensus> => {
  const asked = { gateway: config.name, route };
  const count = (kind: WorkflowKind, destination?: string): Promise<number> =>
    countWorkflows(client, { ...asked, kind, ...(destination === undefined ? {} : { destination }) });
  const [running, noted, held, closed] = await Promise.all([
    count('hosts'),
    count('noted'),
    count('held'),
    closedUnheld(client, config.name, route),
  ]);
  const heldRows = held === 0 ? [] : [await heldRow(client, asked, held, limits)];
  if (noted === 0) return { rows: heldRows, running, complete: true, closed };
  if (noted > limits.listed) {
    const rows = await counted(route, Array.from(config.destinations.keys()), count);
    return { rows: [...heldRows, ...rows], running, complete: false, closed };
  }
  const workflows = await listed(client, { ...asked, kind: 'noted' }, limits);
  const { rows, complete } = lanes > 0 ? await ofLanes(client, route, workflows) : ofKeys(route, workflows);
  return { rows: [...heldRows, ...rows], running, complete, closed };
};

/** Since when the first of them is held is known unless they are too many to be listed. */
const heldRow = async (
  client: Client,
  asked: { readonly gateway: string; readonly route: string },
  keys: number,
  limits: CensusLimits,
): Promise<CensusRow> => {
  const row = { route: asked.route, status: 'held', keys } as const;
  if (keys > limits.perPage) return row;
  const started = (await listed(client, { ...asked, kind: 'held' }, limits)).flatMap((held) => held.started ?? []);
  return started.length === 0 ? row : { ...row, since: Math.min(...started) };
};

const listed = async (
  client: Client,
  asked: Parameters<typeof pageOfWorkflows>[1],
  limits: CensusLimits,
): Promise<readonly VisibleWorkflow[]> => {
  const found: VisibleWorkflow[] = [];
  let after: Uint8Array | undefined;
  do {
    const page = await pageOfWorkflows(client, asked, limits.perPage, after);
    found.push(...page.workflows);
    after = page.next;
  } while (after !== undefined && found.length < limits.listed);
  return found;
};

const ofKeys = (route: string, workflows: readonly VisibleWorkflow[]): Omit<RouteCensus, 'running'> => {
  const count = new CensusCount();
  const samples = new Map<string, string>();
  for (const workflow of workflows) {
    const key = visibleKey(workflow);
    if (key === undefined) continue;
    count.add(key);
    // The list has the newest workflow first, and an old one has often stood so for longest.
    samples.set(nameOf(key), workflow.workflowId);
  }
  const rows = count.lines.map((line): CensusRow => {
    const workflowId = samples.get(nameOf(line));
    return { ...rowOf(route, line), sample: workflowId === undefined ? undefined : { workflowId } };
  });
  return { rows, complete: true };
};

const ofLanes = async (
  client: Client,
  route: string,
  workflows: readonly VisibleWorkflow[],
): Promise<Omit<RouteCensus, 'running'>> => {
  const answers = await mapLimited(workflows, LANES_AT_ONCE, async (lane) => ({ lane, ...(await ask(client, lane)) }));
  const count = new CensusCount();
  const samples = new Map<string, { readonly workflowId: string; readonly since: number }>();
  for (const { lane, lines } of answers) {
    for (const line of lines) {
      count.add(line);
      const known = samples.get(nameOf(line));
      const since = line.since ?? Infinity;
      if (known === undefined || since < known.since) samples.set(nameOf(line), { workflowId: lane.workflowId, since });
    }
  }
  const rows = count.lines.map((line): CensusRow => {
    const workflowId = samples.get(nameOf(line))?.workflowId;
    return { ...rowOf(route, line), sample: workflowId === undefined ? undefined : { workflowId, chain: line.chain } };
  });
  return { rows, complete: answers.every(({ complete }) => complete) };
};

interface LaneCensus {
  readonly lines: readonly CensusLine[];
  readonly complete: boolean;
}

/** A lane of an older version lists at most 100 of its keys. */
const ask = async (client: Client, lane: VisibleWorkflow): Promise<LaneCensus> => {
  const lines = await askWorkflow<readonly CensusLine[]>(client, lane.workflowId, CENSUS_QUERY);
  if (lines !== undefined) return { lines, complete: true };
  const status = await askWorkflow<HostStatus>(client, lane.workflowId, STATUS_QUERY);
  if (status === undefined) return { lines: silent(lane), complete: false };
  const count = new CensusCount();
  for (const chain of status.chains) {
    const key = notedKey(chain);
    if (key !== undefined) count.add(key);
  }
  return { lines: count.lines, complete: status.chains.length < LISTED_CHAINS };
};

/** Visibility shows one key of a lane that does not answer. */
const silent = ({ status, destinations }: VisibleWorkflow): readonly CensusLine[] =>
  isNoted(status) ? [{ status, destination: destinations[0], cause: CAUSE_UNKNOWN, keys: 1 }] : [];

/** Too many to be listed: workflows are counted by status and destination. */
const counted = async (
  route: string,
  destinations: readonly string[],
  count: (kind: WorkflowKind, destination?: string) => Promise<number>,
): Promise<readonly CensusRow[]> => {
  const rows: CensusRow[] = [];
  for (const status of NOTED_STATUSES) {
    let left = await count(status);
    if (left === 0) continue;
    for (const destination of destinations) {
      const keys = await count(status, destination);
      left -= keys;
      if (keys > 0) rows.push({ route, status, destination, cause: CAUSE_MANY, keys });
    }
    if (left > 0) rows.push({ route, status, cause: CAUSE_MANY, keys: left });
  }
  return rows;
};

const nameOf = ({ status, destination, cause }: NotedKey): string => JSON.stringify([status, destination, cause]);

const rowOf = (route: string, { status, destination, cause, keys, since }: CensusLine): CensusRow => ({
  route,
  status,
  destination,
  cause,
  keys,
  since,
});
