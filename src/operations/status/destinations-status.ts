// What does not move at each destination, over all routes: an API that is away, refuses our credentials or asks for
// patience is one cause, however many keys it stops.
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { CensusCount, type NotedKey, type NotedStatus } from '../../model/keys/census';
import type { WaitReason } from '../../model/contract/wait-reason';
import type { Census } from '../census/census';
import { KeyLister, type ListedKey } from '../keys/list-keys';

export interface DestinationStatus {
  readonly destination: string;
  /** Keys at this destination. */
  readonly parked: number;
  readonly retrying: number;
  readonly postponed: number;
  /** Why keys are postponed, as some of them say; empty if no worker runs. */
  readonly waits: readonly DestinationWait[];
  /** Keys that have failed once or twice, or wait for a rate: most of them go on before anyone counts them. */
  readonly passing: readonly PassingKeys[];
}

export interface DestinationWait {
  readonly reason: WaitReason;
  /** ISO 8601 time since when a worker calls the destination no more, or the first of the keys asked waits. */
  readonly since: string;
  /** What the key says of it. */
  readonly message: string;
}

export interface PassingKeys {
  readonly cause: string;
  /** At least so many: those of the workflows that were asked. */
  readonly keys: number;
  readonly since: string | null;
}

/** How many keys of a route are asked why they wait. */
const ASKED = 5;

/** Returns the destinations at which some key does not move. `passing` are keys that no census counts. */
export const destinationsStatus = async (
  client: Client,
  config: ResolvedConfig,
  workers: number,
  { rows }: Pick<Census, 'rows'>,
  passing: Promise<readonly NotedKey[]>,
): Promise<readonly DestinationStatus[]> => {
  const names = new Set([...config.destinations.keys(), ...rows.flatMap(({ destination }) => destination ?? [])]);
  const all = Array.from(names, async (destination): Promise<DestinationStatus | undefined> => {
    const count = (wanted: NotedStatus): number =>
      rows.reduce((sum, row) => sum + (row.destination === destination && row.status === wanted ? row.keys : 0), 0);
    const counts = { parked: count('parked'), retrying: count('retrying'), postponed: count('postponed') };
    const asks = workers > 0 && counts.postponed > 0;
    const waits = asks ? waitsOf(await postponedKeys(client, config, destination)) : [];
    const passed = passingOf(await passing).get(destination) ?? [];
    if (counts.parked + counts.retrying + counts.postponed + passed.length === 0) return undefined;
    return { destination, ...counts, waits, passing: passed };
  });
  return (await Promise.all(all)).flatMap((status) => status ?? []);
};

const passingOf = (all: readonly NotedKey[]): ReadonlyMap<string, readonly PassingKeys[]> => {
  const count = new CensusCount();
  for (const key of all) count.add(key);
  const found = new Map<string, PassingKeys[]>();
  for (const { destination, cause, keys, since } of count.lines) {
    if (destination === undefined || cause === undefined) continue;
    const passing = { cause, keys, since: since === undefined ? null : new Date(since).toISOString() };
    found.set(destination, [...(found.get(destination) ?? []), passing]);
  }
  return found;
};

const postponedKeys = async (
  client: Client,
  config: ResolvedConfig,
  destination: string,
): Promise<readonly ListedKey[]> => {
  const pages = config.routes.map((route) =>
    new KeyLister(client, config, route).list({ status: 'postponed', destination }, ASKED),
  );
  return (await Promise.all(pages)).flatMap(({ keys }) => keys);
};

/** One for each reason, with the first time that was told. */
export const waitsOf = (keys: readonly Pick<ListedKey, 'wait' | 'failure'>[]): readonly DestinationWait[] => {
  const found = new Map<WaitReason, { since: number; message: string }>();
  for (const { wait, failure } of keys) {
    if (wait === undefined) continue;
    const known = found.get(wait.reason);
    const message = failure?.message ?? '';
    const since = Math.min(wait.shutSince ?? wait.since, wait.since);
    if (known === undefined || since < known.since) found.set(wait.reason, { since, message });
  }
  return Array.from(found, ([reason, { since, message }]) => ({
    reason,
    since: new Date(since).toISOString(),
    message,
  }));
};
