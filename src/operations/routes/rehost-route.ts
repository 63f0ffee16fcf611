// `sluice rehost` gives a route another number of lanes, or a workflow per key instead.
//
// Keys move to workflows that know nothing of them. That is safe only if nothing is left to know: no record waits where
// they were, and none accepted there will be delivered again; every workflow is asked for that (I3). It stays so
// because the route is paused: the new shape counts only if the route has been paused ever since (a fold, see
// route-control), and a bridge that slept through the pause sends nothing when it wakes (`RouteRunner.informed`).
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Admin } from 'kafkajs';
import type { GroupOffsets } from '../../kafka/reading/group-offsets';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { GatewayError } from '../../errors';
import type { Log } from '../../log';
import { isReplayUnfinished, OBEYED_WITHIN_MS, type RouteControl } from '../../model/routes/route-control';
import type { ReplayedStream } from '../../model/routes/route-replay';
import type { RouteControlStore } from '../../temporal/route-control-store';
import { refuseUndrained } from './drained-route';
import { replayFacts } from './replay-facts';
import { replayedStreams } from './replay-plan';
import { replayProgress } from './replay-progress';
import { recorded } from './steer-route';
import { groupState } from './route-state';

/** Allows for such a bridge's last call and for clocks that differ. */
const STILL_AFTER_MS = OBEYED_WITHIN_MS + 15_000;

export interface RehostDeps {
  readonly config: ResolvedConfig;
  readonly route: ResolvedRoute;
  readonly client: Client;
  readonly store: RouteControlStore;
  readonly admin: Admin;
  readonly offsets: GroupOffsets;
  readonly log: Log;
}

export interface RehostedRoute {
  readonly from: number;
  readonly lanes: number;
  /** Number of workflows that were asked. */
  readonly workflows: number;
  /** Set if the route was already hosted this way. */
  readonly already?: true;
}

/** @throws GatewayError `refused` with the reason if nothing was changed; `no-answer` if workflows do not answer. */
export const rehostRoute = async (deps: RehostDeps): Promise<RehostedRoute> => {
  const { store, route } = deps;
  const { lanes } = route;
  const control = await store.read();
  const { lanes: from } = control;
  if (from === lanes) return { from, lanes, workflows: 0, already: true };
  if (from === undefined)
    throw refused(`Route ${route.name} has not run yet: its first start decides how it is hosted.`);
  const since = pausedSince(control, route.name);
  await refuseReplaying(deps, control);
  await stillGroup(deps, since);
  const { workflows, sequence } = await refuseUndrained(deps);
  const taken = await takenBy(deps);
  const after = await recorded(store, await store.send({ kind: 'rehost', lanes, from, since, taken, sequence }));
  if (after.lanes === lanes) return { from, lanes, workflows };
  throw refused(`Route ${route.name} was resumed meanwhile. Nothing was changed: pause it and run the command again.`);
};

const refused = (message: string): GatewayError => new GatewayError('refused', message);

/** @throws GatewayError `refused` */
const pausedSince = (control: RouteControl, route: string): string => {
  const { desired, since, replay } = control;
  if (isReplayUnfinished(control)) {
    const number = String(replay?.number);
    throw refused(
      `Replay ${number} is unfinished: continue it with \`sluice replay ${route} --continue\` or cancel it with \`--cancel\` first.`,
    );
  }
  if (desired === 'paused' && since !== undefined) return since;
  throw refused(
    `Route ${route} is not paused. Run \`sluice pause ${route}\` first, and let workers finish what waits.`,
  );
};

const refuseReplaying = async ({ admin, route }: RehostDeps, control: RouteControl): Promise<void> => {
  const progress = await replayProgress(admin, route, control);
  if (progress === undefined || progress.done === progress.total) return;
  const { replay, done, total } = progress;
  const message = `Replay ${replay} is under way: ${done} of ${total} offsets are read.`;
  throw refused(
    `${message} Let it end first, or cancel it with \`sluice replay ${route.name} --cancel\`, so that what is left of it is filtered.`,
  );
};

/** Returns all committed ranges. Records read again are left out: Kafka forgets offsets of a group paused for long. */
const takenBy = async ({ admin, offsets, config, route }: RehostDeps): Promise<readonly ReplayedStream[]> => {
  const facts = await replayFacts(admin, offsets, config, route, { earliest: true });
  return replayedStreams(
    facts.flatMap(({ committed, ...fact }) =>
      committed === undefined ? [] : [{ ...fact, from: 0n, to: committed, cutByRetention: false }],
    ),
  );
};

const stillGroup = async ({ admin, route, log }: RehostDeps, since: string): Promise<void> => {
  const left = Date.parse(since) + STILL_AFTER_MS - Date.now();
  if (left > 0) {
    log.info({ route: route.name, seconds: Math.ceil(left / 1_000) }, 'waiting for bridges that may have slept');
    await delay(Math.min(left, STILL_AFTER_MS));
  }
  const { groupMembers } = await groupState(admin, route.groupId);
  if (groupMembers === 0) return;
  const members = `Members that have not left group ${route.groupId} yet: ${groupMembers}`;
  throw refused(`${members}. They leave when they see the pause or lose their session: run the command again then.`);
};
