import { withKafkaAdmin } from '../../kafka/client/kafka-admin';
import { errorText } from '../../errors';
import type { RouteFailure } from '../../model/routes/route-failures';
import { routeNamed } from '../../operations/named';
import { routeFailures } from '../../operations/routes/route-state';
import { followRoute, wantRoute } from '../../operations/routes/steer-route';
import { routeControl } from '../../operations/temporal-access';
import { terminalText } from '../../terminal-text';
import type { Action, Outcome, Plan } from '../wire/actions';
import type { ActionWorld } from './action-world';

export type SteerAction = Extract<Action, { readonly verb: 'pause-route' | 'resume-route' }>;

const FOLLOWED_MS = 15_000;

export const planSteer = async ({ config, client }: ActionWorld, { verb, route: name }: SteerAction): Promise<Plan> => {
  const route = routeNamed(config, name);
  const { desired } = await routeControl(client, config, route).read();
  const wanted = verb === 'pause-route' ? 'paused' : 'running';
  if (desired === wanted) {
    return { words: `Route ${name} is to be ${wanted} already.`, matched: 0, lines: [], warnings: [] };
  }
  const words =
    verb === 'pause-route'
      ? `Pause route ${name}: its bridges stop reading. What Temporal has accepted goes on.`
      : `Resume route ${name}: its bridges read again from where they were.`;
  return { words, matched: 1, lines: [`Topics: ${route.topics.join(', ')}`], warnings: [] };
};

export const steerRoute = async (world: ActionWorld, { verb, route: name }: SteerAction): Promise<Outcome> => {
  const { config, client, log } = world;
  const route = routeNamed(config, name);
  const store = routeControl(client, config, route);
  const control = await wantRoute(store, verb === 'pause-route' ? 'pause' : 'resume');
  const failures = async (): Promise<readonly RouteFailure[]> => routeFailures(await store.read(), Date.now());
  try {
    const { real, reached, groupMembers } = await withKafkaAdmin(config.kafka, log, (admin) =>
      followRoute(admin, route.groupId, control, failures, FOLLOWED_MS),
    );
    return {
      words: reached ? `Route ${name} is ${real}.` : `The command is recorded; route ${name} is ${real} now.`,
      lines: [`Members of its group: ${groupMembers}`],
      ok: true,
    };
  } catch (error) {
    const words = `The command is recorded; whether bridges have obeyed is unknown.`;
    return { words, lines: [terminalText(errorText(error), 500)], ok: false };
  }
};
