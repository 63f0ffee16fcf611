// `sluice pause` and `sluice resume`: record what is desired, then wait until it is so.
import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { GatewayError } from '../../errors';
import { defined } from '../../model/defined';
import { isReplayUnfinished, type RouteControl } from '../../model/routes/route-control';
import type { RouteControlStore } from '../../temporal/route-control-store';
import type { RouteFailure } from '../../model/routes/route-failures';
import { groupState, realState, type RealState } from './route-state';

const POLL_MS = 300;
/** A control workflow task that its worker abandoned delays what is in the history by ten seconds. */
const RECORDED_WITHIN_MS = 30_000;

export interface SteeredRoute {
  readonly desired: RouteControl['desired'];
  readonly real: RealState;
  readonly groupMembers: number;
  /** True if the actual state is the desired one. */
  readonly reached: boolean;
  /** Number of an unfinished replay, which keeps bridges from reading whatever is desired. */
  readonly heldByReplay?: number;
  /** What bridges said that cannot run the route, when the command was given. */
  readonly failures?: readonly RouteFailure[];
}

/**
 * Resolves when the command can be read back, so that everyone who reads from now on knows it.
 * @throws GatewayError `no-answer`
 */
export const recorded = async (store: RouteControlStore, commandId: string): Promise<RouteControl> => {
  for (const deadline = Date.now() + RECORDED_WITHIN_MS; ;) {
    const control = await store.read();
    if (control.recent.includes(commandId)) return control;
    if (Date.now() >= deadline) {
      const message = `${store.workflowId} has the command, but does not show it yet. The command takes effect by itself; look again with \`sluice status\`.`;
      throw new GatewayError('no-answer', message, { retryable: true });
    }
    await delay(POLL_MS);
  }
};

/** Records the command; does nothing if it is desired already. */
export const wantRoute = async (store: RouteControlStore, kind: 'pause' | 'resume'): Promise<RouteControl> => {
  const control = await store.read();
  const wanted = kind === 'pause' ? 'paused' : 'running';
  return control.desired === wanted ? control : recorded(store, await store.send({ kind }));
};

/** Waits at most `withinMs` until the actual state is what `control` says, or a bridge says why it cannot be. */
export const followRoute = async (
  admin: Admin,
  groupId: string,
  control: RouteControl,
  failuresNow: () => Promise<readonly RouteFailure[]>,
  withinMs: number,
): Promise<SteeredRoute> => {
  const { desired, replay } = control;
  const heldByReplay = isReplayUnfinished(control) ? replay?.number : undefined;
  for (const deadline = Date.now() + withinMs; ;) {
    const { groupState: state, groupMembers } = await groupState(admin, groupId);
    const failures = await failuresNow();
    const real = failures.length > 0 ? 'failed' : realState(control, { groupState: state, groupMembers });
    const reached = real === desired;
    const waitsForReplay = heldByReplay !== undefined && real === 'paused';
    if (reached || waitsForReplay || real === 'failed' || Date.now() >= deadline) {
      return {
        desired,
        real,
        groupMembers,
        reached,
        ...defined({ heldByReplay }),
        ...(failures.length > 0 ? { failures } : {}),
      };
    }
    await delay(POLL_MS);
  }
};
