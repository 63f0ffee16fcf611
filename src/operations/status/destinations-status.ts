// What does not move at each destination, over all routes: an API that is away, refuses our credentials or asks for
// patience is one cause, however many keys it stops.
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { WaitReason } from '../../model/contract/wait-reason';
import { KeyLister, type ListedKey } from '../keys/list-keys';
import { countWorkflows, type WorkflowKind } from '../route-workflows';

export interface DestinationStatus {
  readonly destination: string;
  /** Workflows with keys at this destination, each counted once by the most urgent of its keys. */
  readonly parked: number;
  readonly retrying: number;
  readonly postponed: number;
  /** Why keys are postponed, as some of them say; empty if no worker runs. */
  readonly waits: readonly DestinationWait[];
}

export interface DestinationWait {
  readonly reason: WaitReason;
  /** ISO 8601 time since when the first of the keys asked waits. */
  readonly since: string;
  /** What the key says of it. */
  readonly message: string;
}

/** How many keys of a route are asked why they wait. */
const ASKED = 5;

/** Returns the destinations at which some key does not move. */
export const destinationsStatus = async (
  client: Client,
  config: ResolvedConfig,
  workers: number,
): Promise<readonly DestinationStatus[]> => {
  const all = Array.from(config.destinations.keys(), (name) => destinationStatus(client, config, workers, name));
  return (await Promise.all(all)).flatMap((status) => status ?? []);
};

const destinationStatus = async (
  client: Client,
  config: ResolvedConfig,
  workers: number,
  destination: string,
): Promise<DestinationStatus | undefined> => {
  const count = (kind: WorkflowKind): Promise<number> =>
    countWorkflows(client, { gateway: config.name, kind, destination });
  if ((await count('noted')) === 0) return undefined;
  const [parked, retrying, postponed] = await Promise.all([count('parked'), count('retrying'), count('postponed')]);
  const waits = workers === 0 ? [] : waitsOf(await postponedKeys(client, config, destination));
  return { destination, parked, retrying, postponed, waits };
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
    if (known === undefined || wait.since < known.since) found.set(wait.reason, { since: wait.since, message });
  }
  return Array.from(found, ([reason, { since, message }]) => ({
    reason,
    since: new Date(since).toISOString(),
    message,
  }));
};
