import { GroupOffsets } from '../../kafka/reading/group-offsets';
import { withKafkaAdmin } from '../../kafka/client/kafka-admin';
import { withKafkaCluster } from '../../kafka/client/kafka-client';
import { GatewayError } from '../../errors';
import { defined } from '../../model/defined';
import type { ReplayRequest } from '../../model/routes/route-replay';
import { routeNamed } from '../../operations/named';
import type { PlannedPartition } from '../../operations/routes/replay-plan';
import { forgottenBy, planReplay, startReplay, type ReplayDeps } from '../../operations/routes/replay-route';
import { replayWarnings } from '../../operations/routes/replay-warnings';
import { routeControl } from '../../operations/temporal-access';
import { terminalText } from '../../terminal-text';
import type { Action, Outcome, Plan } from '../wire/actions';
import type { ActionWorld } from './action-world';

export type ReplayAction = Extract<Action, { readonly verb: 'replay' }>;

const WITHIN_MS = 60_000;
/** The plan was confirmed before. */
const AGREED = { again: false, agree: () => Promise.resolve() };

const requestOf = ({ from, topic, partition, newEffects }: ReplayAction): ReplayRequest => ({
  from,
  ...defined({ topic, partition }),
  newEffects,
});

const withDeps = <T>(
  { config, client, log }: ActionWorld,
  action: ReplayAction,
  sure: boolean,
  work: (deps: ReplayDeps) => Promise<T>,
): Promise<T> => {
  const route = routeNamed(config, action.route);
  const store = routeControl(client, config, route);
  return withKafkaAdmin(config.kafka, log, (admin) =>
    withKafkaCluster(config.kafka, log, (cluster) => {
      const offsets = new GroupOffsets(cluster, route.groupId);
      return work({ config, route, store, admin, offsets, withinMs: WITHIN_MS, sure, log });
    }),
  );
};

const rangeLine = ({ stream, partition, from, to, cutByRetention }: PlannedPartition): string => {
  const cut = cutByRetention ? '; retention has deleted what was before' : '';
  return `${terminalText(stream.topic, 100)}/${partition}: offsets ${from} to ${to - 1n} (${to - from})${cut}`;
};

const offsetsOf = (planned: readonly PlannedPartition[]): number =>
  Number(planned.reduce((sum, { from, to }) => sum + to - from, 0n));

export const planOfReplay = (world: ActionWorld, action: ReplayAction): Promise<Plan> =>
  withDeps(world, action, false, async (deps) => {
    const request = requestOf(action);
    const planned = await planReplay(deps, request);
    const forgotten = await forgottenBy(deps, request, planned);
    return {
      words: `Replay ${offsetsOf(planned)} offsets of route ${action.route}.`,
      matched: offsetsOf(planned),
      lines: planned.map(rangeLine),
      warnings: replayWarnings(deps.route, request, forgotten),
      ...(forgotten === undefined ? {} : { asksSure: true as const }),
    };
  });

/** More offsets than planned are no surprise: the group has gone on reading, and a replay ends where it has read to. */
export const beginReplay = (world: ActionWorld, action: ReplayAction, sure: boolean): Promise<Outcome> =>
  withDeps(world, action, sure, async (deps) => {
    const { replay, already = false } = await startReplay(deps, requestOf(action), AGREED);
    if (already) {
      const message = `Replay ${replay} is the same and was started before. The command line starts another (replay --again).`;
      throw new GatewayError('refused', message);
    }
    const { desired } = await deps.store.read();
    const paused = desired === 'running' ? [] : ['The route is paused: resume it to let the replay run.'];
    return { words: `Replay ${replay} of route ${action.route} runs.`, lines: paused, ok: true };
  });
