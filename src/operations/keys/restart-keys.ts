// Continues many keys: those whose workflow somebody closed, as after a wrong batch of terminations.
import type { Client } from '@temporalio/client';
import { mapLimited } from '../../async/map-limited';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { errorText } from '../../errors';
import { defined } from '../../model/defined';
import { routePrefix } from '../../model/names/workflow-id';
import { closedHosts, type ClosedHost } from '../closed-hosts';
import { assertFilters } from '../named';
import { restartKey } from './restart-key';
import { describeHost } from './show-key';
import { untoldWords } from './untold-run';
import type { BulkSummary } from './command-keys';

export interface RestartRequest {
  readonly routes: readonly ResolvedRoute[];
  /** Only keys whose last record failed at this destination, or waited for it. */
  readonly destination?: string;
  /** Nothing is done to other workflows: those that an operator has been shown. */
  readonly only?: ReadonlySet<string>;
  /** Finds the keys and does nothing. */
  readonly dryRun: boolean;
  /** How long to wait for each workflow to run again. */
  readonly withinMs: number;
}

/** What became of one workflow. */
export interface RestartOutcome extends ClosedHost {
  readonly route: string;
  readonly outcome: 'found' | 'done' | 'unchanged' | 'failed';
  readonly message?: string;
}

const RESTARTS_AT_ONCE = 8;

/**
 * Reports each workflow through `report`, in arbitrary order. One that fails does not stop the others.
 * @throws GatewayError `unknown-name` if the configuration has no such destination.
 */
export const restartKeys = async (
  client: Client,
  config: ResolvedConfig,
  request: RestartRequest,
  report: (outcome: RestartOutcome) => void,
): Promise<Omit<BulkSummary, 'perhapsDone' | 'underWay'>> => {
  const { routes, destination, dryRun, withinMs, only } = request;
  assertFilters(config, defined({ destination }));
  const counts = { found: 0, done: 0, unchanged: 0, failed: 0 };
  for (const route of routes) {
    const asked = { gateway: config.name, route: route.name, ...defined({ destination }) };
    const closed: ClosedHost[] = [];
    for await (const host of closedHosts(client, asked)) {
      if (only?.has(host.workflowId) !== false) closed.push(host);
    }
    await mapLimited(closed, RESTARTS_AT_ONCE, async (host) => {
      const done = dryRun ? await foundOf(client, host) : await restarted(client, config, route, host, withinMs);
      counts[done.outcome] += 1;
      report({ route: route.name, ...host, ...done });
    });
  }
  const { found, done, unchanged, failed } = counts;
  return { matched: found + done + unchanged + failed, done, unchanged, failed };
};

/** A closed run that cannot tell what it has done is named before anything is restarted. */
const foundOf = async (
  client: Client,
  { workflowId }: ClosedHost,
): Promise<Pick<RestartOutcome, 'message'> & { readonly outcome: 'found' }> => {
  const { runId } = await describeHost(client, workflowId);
  return { outcome: 'found', ...defined({ message: await untoldWords(client, workflowId, runId) }) };
};

const restarted = async (
  client: Client,
  config: ResolvedConfig,
  route: ResolvedRoute,
  host: ClosedHost,
  withinMs: number,
): Promise<Pick<RestartOutcome, 'outcome' | 'message'>> => {
  const { workflowId } = host;
  // The bytes of a key are known to its workflow only. A lane is no key.
  const target =
    route.lanes > 0
      ? { route, workflowId, chain: undefined, key: null }
      : { route, workflowId, chain: workflowId.slice(routePrefix(config.name, route.name).length) };
  try {
    const { message } = await foundOf(client, host);
    const { changed } = await restartKey(client, config, target, withinMs, true);
    return changed ? { outcome: 'done', ...defined({ message }) } : { outcome: 'unchanged' };
  } catch (error) {
    return { outcome: 'failed', message: errorText(error) };
  }
};
