// `sluice replay` is a procedure of durable steps. Each step is a command in the control workflow's history, or changes
// what the next step changes again; so it may be killed anywhere and continued.
//
//   replay      bridges leave the group, whatever else is desired
//   (wait)      the group has no member: what is committed now is durable under its old label
//   replay-cut  which offsets get the new label; from now on whoever reads them knows
//   (offsets)   the group is set back; the broker refuses while it has a member
//   replay-run  bridges read again
//
// A bridge that was away all the time sends what the watermarks have under the old label, and its commits are refused.
import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { GroupOffsets } from '../../kafka/reading/group-offsets';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { GatewayError } from '../../errors';
import type { Log } from '../../log';
import type { Replay, ReplayedStream, ReplayRequest } from '../../model/routes/route-replay';
import type { RouteControl } from '../../model/routes/route-control';
import type { RouteControlStore } from '../../temporal/route-control-store';
import { forgottenKeys, forgottenWords, type ForgottenKeys } from './forgotten-keys';
import { replayFacts } from './replay-facts';
import { replayedStreams, replayPlan, type PlannedPartition } from './replay-plan';
import { replayProgress } from './replay-progress';
import { recorded } from './steer-route';
import { groupState } from './route-state';

const POLL_MS = 300;

export interface ReplayDeps {
  readonly config: ResolvedConfig;
  readonly route: ResolvedRoute;
  readonly store: RouteControlStore;
  readonly admin: Admin;
  readonly offsets: GroupOffsets;
  /** How long to wait for the group to become empty. */
  readonly withinMs: number;
  /** Effects are repeated also where APIs may have forgotten their idempotency keys. */
  readonly sure: boolean;
  readonly log: Log;
}

export interface ReplayStartOptions {
  /** Begin another replay also if the last one was the same. */
  readonly again: boolean;
  /** Throws if the operator does not want what is planned. */
  readonly agree: (planned: readonly PlannedPartition[]) => Promise<void>;
}

export interface StartedReplay {
  readonly replay: number;
  readonly request: ReplayRequest;
  readonly streams: readonly ReplayedStream[];
  /** Set if an earlier command began the replay and all its steps were done. */
  readonly already?: true;
}

/** Says what APIs may have forgotten of what the replay repeats; undefined if nothing. */
export const forgottenBy = async (
  { admin, config, route }: Pick<ReplayDeps, 'admin' | 'config' | 'route'>,
  { newEffects }: ReplayRequest,
  planned: readonly PlannedPartition[],
): Promise<ForgottenKeys | undefined> => (newEffects ? undefined : forgottenKeys(admin, config, route, planned));

/** Says what a replay would take now. @throws GatewayError `refused`, `not-found` */
export const planReplay = async (
  { admin, offsets, config, route }: Pick<ReplayDeps, 'admin' | 'offsets' | 'config' | 'route'>,
  request: ReplayRequest,
): Promise<readonly PlannedPartition[]> =>
  replayPlan(request, await replayFacts(admin, offsets, config, route, request.from));

const isUnfinished = ({ phase }: Replay): boolean => phase === 'stopping' || phase === 'cut';

const unfinished = ({ number }: Replay, route: string): GatewayError =>
  new GatewayError(
    'refused',
    `Replay ${number} was begun with other options and is not finished; the route waits for it. ` +
      `\`sluice replay ${route} --continue\` continues it, \`sluice replay ${route} --cancel\` cancels it.`,
  );

const isSame = (replay: Replay, request: ReplayRequest): boolean =>
  JSON.stringify(replay.request) === JSON.stringify(request);

/**
 * Begins a replay, or continues the same one. Repeating the last replay's request begins no other replay unless `again`
 * is set, so that a command whose answer got lost can be repeated.
 * @throws GatewayError `refused`, `not-found` if nothing was changed; `no-answer` if members do not leave in time: the
 * route then stays stopped, and the same command continues.
 */
export const startReplay = async (
  deps: ReplayDeps,
  request: ReplayRequest,
  { again, agree }: ReplayStartOptions,
): Promise<StartedReplay> => {
  const { store, route } = deps;
  const control = await store.read();
  const { replay } = control;
  if (replay !== undefined && isUnfinished(replay)) {
    if (!isSame(replay, request)) throw unfinished(replay, route.name);
    return finish(deps, control, replay);
  }
  if (replay?.phase === 'running' && isSame(replay, request) && !again) {
    return { replay: replay.number, request, streams: streamsOf(control, replay), already: true };
  }
  await refuseSecond(deps, control);
  const planned = await planReplay(deps, request);
  await refuseForgotten(deps, request, planned);
  await agree(planned);
  const now = await recorded(store, await store.send({ kind: 'replay', request }));
  // If two replays begin at once, the first in the history is the one that began.
  if (now.replay === undefined || !isUnfinished(now.replay) || !isSame(now.replay, request)) {
    throw new GatewayError('refused', 'Another replay was begun at the same time. This one changed nothing.');
  }
  return finish(deps, now, now.replay);
};

/** @throws GatewayError `refused` if there is none. */
export const continueReplay = async (deps: ReplayDeps): Promise<StartedReplay> => {
  const control = await deps.store.read();
  if (control.replay !== undefined && isUnfinished(control.replay)) return finish(deps, control, control.replay);
  throw new GatewayError('refused', `Route ${deps.route.name} has no replay that was left unfinished.`);
};

/** The rest of the last replay then comes under its old label and is filtered. Undefined if there is none to cancel. */
export const cancelReplay = async (store: RouteControlStore): Promise<number | undefined> => {
  const { replay } = await store.read();
  if (replay === undefined || replay.phase === 'cancelled') return undefined;
  await recorded(store, await store.send({ kind: 'replay-cancel', replay: replay.number }));
  return replay.number;
};

/** What an API may have forgotten is repeated only if the operator is sure (I12). */
const refuseForgotten = async (
  deps: ReplayDeps,
  request: ReplayRequest,
  planned: readonly PlannedPartition[],
): Promise<void> => {
  const forgotten = deps.sure ? undefined : await forgottenBy(deps, request, planned);
  if (forgotten !== undefined) throw new GatewayError('refused', forgottenWords(forgotten));
};

/** Labels of two replays would mix in one partition: the second may take what has not come under the first yet. */
const refuseSecond = async ({ admin, route }: ReplayDeps, control: RouteControl): Promise<void> => {
  const progress = await replayProgress(admin, route, control);
  if (progress === undefined || progress.done === progress.total) return;
  const { replay, done, total } = progress;
  const message =
    `Replay ${replay} is under way: ${done} of ${total} offsets are read. ` +
    `Wait until it has ended, or cancel it with \`sluice replay ${route.name} --cancel\`.`;
  throw new GatewayError('refused', message);
};

const streamsOf = ({ segments }: RouteControl, { number }: Replay): readonly ReplayedStream[] =>
  segments.find(({ replay }) => replay === number)?.streams ?? [];

const finish = async (deps: ReplayDeps, from: RouteControl, replay: Replay): Promise<StartedReplay> => {
  const { store, offsets, log } = deps;
  const { number, request } = replay;
  await groupEmpty(deps, number);
  let control = from;
  if (control.replay?.phase === 'stopping') {
    log.info({ replay: number }, 'no bridge reads; choosing the records to replay');
    control = await cut(deps, number, request);
  }
  const streams = streamsOf(control, replay);
  if (streams.length === 0) throw new GatewayError('refused', `Replay ${number} was cancelled.`);
  log.info({ replay: number }, 'setting back the offsets of the group');
  while (!(await offsets.set(starts(streams)))) await groupEmpty(deps, number);
  await recorded(store, await store.send({ kind: 'replay-run', replay: number }));
  return { replay: number, request, streams };
};

const cut = async (deps: ReplayDeps, replay: number, request: ReplayRequest): Promise<RouteControl> => {
  const { store } = deps;
  try {
    const streams = replayedStreams(await planReplay(deps, request));
    return await recorded(
      store,
      await store.send({ kind: 'replay-cut', replay, streams, oneUrl: true, ...(deps.sure ? { sure: true } : {}) }),
    );
  } catch (error) {
    // What was possible a moment ago may no longer be, for example after retention: the route must not wait for it.
    if ((error as Partial<GatewayError>).code !== 'refused') throw error;
    await recorded(store, await store.send({ kind: 'replay-cancel', replay }));
    throw error;
  }
};

const starts = (streams: readonly ReplayedStream[]): Parameters<GroupOffsets['set']>[0] =>
  streams.flatMap(({ ranges, ...stream }) =>
    Object.entries(ranges).map(([partition, [from]]) => ({
      stream,
      partition: Number(partition),
      offset: BigInt(from),
    })),
  );

const groupEmpty = async ({ admin, route, withinMs, log }: ReplayDeps, replay: number): Promise<void> => {
  for (const deadline = Date.now() + withinMs; ;) {
    const { groupMembers } = await groupState(admin, route.groupId);
    if (groupMembers === 0) return;
    if (Date.now() >= deadline) {
      const message =
        `Replay ${replay} is waiting for members that have not left group ${route.groupId} within ${withinMs} ms: ${groupMembers}. ` +
        `Meanwhile the route takes nothing in. \`sluice replay ${route.name} --continue\` continues the replay, \`--cancel\` cancels it.`;
      throw new GatewayError('no-answer', message, { retryable: true });
    }
    log.info({ replay, groupMembers }, 'waiting for members to leave the group');
    await delay(POLL_MS);
  }
};
