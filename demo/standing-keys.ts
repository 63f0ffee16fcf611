// Keys that do not go on by themselves: an earlier run left them so, or something was done to them meanwhile.
import type { Client } from '@temporalio/client';
import { loadConfig } from '../src/config/gateway/load-config';
import type { ResolvedConfig } from '../src/config/gateway/resolved-config';
import { commandKeys, type BulkVerb } from '../src/operations/keys/command-keys';
import type { KeyFilter } from '../src/operations/keys/key-filter';
import { KeyLister } from '../src/operations/keys/list-keys';
import { restartKeys } from '../src/operations/keys/restart-keys';
import { wantRoute } from '../src/operations/routes/steer-route';
import { routeControl, withTemporalClient } from '../src/operations/temporal-access';
import type { Environment } from '../src/config/environment/environment';

const STATUSES = ['parked', 'paused', 'held'] as const;
const LISTED = 10_000;
/** A worker that has just started takes a moment. */
const RESTART_MS = 20_000;

const HELP: readonly (readonly [verb: BulkVerb, statuses: readonly KeyFilter[]])[] = [
  ['retry', ['parked', 'retrying']],
  ['resume', ['paused']],
];

/** What brings keys back, as a person does it. */
export const BROUGHT_BACK_BY: Readonly<Record<(typeof STATUSES)[number], string>> = {
  parked: 'keys retry --all',
  paused: 'keys resume --all',
  held: 'keys restart --all',
};

/** Keys by how they stand. */
export type Standing = ReadonlyMap<(typeof STATUSES)[number], readonly string[]>;

export class StandingKeys {
  private constructor(private readonly config: ResolvedConfig) {}

  /** Of the gateway of this configuration. */
  static async of(config: string, env: Environment): Promise<StandingKeys> {
    return new StandingKeys(await loadConfig(config, env));
  }

  /** Has the routes read again that an operator has paused: bridges of paused ones never join their group. */
  resumeRoutes(): Promise<void> {
    return withTemporalClient(this.config, async (client) => {
      for (const route of this.config.routes) await wantRoute(routeControl(client, this.config, route), 'resume');
    });
  }

  /** The keys by their text. */
  find(): Promise<Standing> {
    return withTemporalClient(this.config, (client) => this.listed(client));
  }

  /** Brings back all that stand, which needs a worker that runs; returns those that stood. */
  bringBack(): Promise<Standing> {
    return withTemporalClient(this.config, async (client) => {
      const { routes } = this.config;
      const standing = await this.listed(client);
      for (const [verb, statuses] of HELP) {
        await commandKeys(client, this.config, { verb, routes, statuses, dryRun: false }, () => undefined);
      }
      if (standing.has('held')) {
        const request = { routes, withinMs: RESTART_MS, dryRun: false };
        await restartKeys(client, this.config, request, () => undefined);
      }
      return standing;
    });
  }

  private async listed(client: Client): Promise<Standing> {
    const standing = new Map<(typeof STATUSES)[number], readonly string[]>();
    for (const status of STATUSES) {
      const keys: string[] = [];
      for (const route of this.config.routes) {
        const page = await new KeyLister(client, this.config, route).list({ status }, LISTED);
        keys.push(...page.keys.map(({ chain, workflowId }) => chain ?? workflowId));
      }
      if (keys.length > 0) standing.set(status, keys);
    }
    return standing;
  }
}

/** `2 parked and 1 paused`; empty if none stands. */
export const standingWords = (standing: Standing): string =>
  Array.from(standing, ([status, keys]) => `${keys.length} ${status}`).join(' and ');
