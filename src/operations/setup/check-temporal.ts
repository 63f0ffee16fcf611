import { status as GrpcStatus } from '@grpc/grpc-js';
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { errorText } from '../../errors';
import { hostingChanged } from '../../bridge/hosting-changed';
import { registerCommand, SEARCH_ATTRIBUTES, withoutCauses } from '../../model/names/search-attributes';
import { routeControl } from '../temporal-access';
import type { RouteControl } from '../../model/routes/route-control';
import { hostIdsOf } from '../../temporal/agents/start-agents';
import { movedHosts } from '../../temporal/agents/moved-hosts';
import { routeFailures } from '../routes/route-state';
import { plural } from '../../terminal-text';
import { mapLimited } from '../../async/map-limited';
import { AskingTime } from '../asking-time';
import { waitingRecords } from '../keys/waiting-records';
import { failingTasks } from '../status/failing-tasks';
import { taskQueueWorkers } from '../task-queue-workers';
import { grpcError } from '../../temporal/grpc-error';
import { inGrpcWords } from '../../temporal/grpc-words';
import { connectClient } from '../../temporal/temporal-connection';
import type { Finding } from './finding';

const CALL_MS = 10_000;

const namespaceFinding = async (client: Client, namespace: string): Promise<Finding> => {
  const check = `namespace ${namespace}`;
  try {
    const { config } = await client.workflowService.describeNamespace({ namespace });
    const hours = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 3_600;
    // A closed key can be restarted from its run only while Temporal keeps that run.
    return { check, ok: true, message: `exists and keeps closed workflows for ${Math.round(hours)} h` };
  } catch (error) {
    const missing = grpcError(error)?.code === GrpcStatus.NOT_FOUND;
    const hint = missing ? '. `sluice setup --create-namespace` makes it' : '';
    return { check, ok: false, message: errorText(inGrpcWords(error)) + hint };
  }
};

/** Registers nothing: it says which command does. */
const attributeFindings = async (client: Client, namespace: string): Promise<readonly Finding[]> => {
  try {
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
    return SEARCH_ATTRIBUTES.map((attribute) => {
      const check = `search attribute ${attribute.name}`;
      if (attribute.name in customAttributes) return { check, ok: true, message: 'registered' };
      if (attribute.optional === true) return { check, ok: true, warning: true, message: withoutCauses(namespace) };
      const command = registerCommand(namespace, attribute);
      return { check, ok: false, message: `is not registered; \`sluice setup\` registers it, or run: ${command}` };
    });
  } catch (error) {
    return [{ check: 'search attributes', ok: false, message: errorText(inGrpcWords(error)) }];
  }
};

/** A bridge does not run a route that is hosted in another way. */
const hostingFindings = (client: Client, config: ResolvedConfig): Promise<readonly (readonly Finding[])[]> =>
  Promise.all(
    config.routes.map(async (route) => {
      const { name, lanes } = route;
      const check = `hosting of route ${name}`;
      try {
        const control = await routeControl(client, config, route).read();
        const changed = hostingChanged({ route: name, lanes }, control);
        if (changed !== undefined) return [{ check, ok: false, message: changed.message }];
        const message = control.lanes === undefined ? 'the route has not run yet' : 'as the configuration says';
        return [{ check, ok: true, message }, ...failureFindings(name, control)];
      } catch (error) {
        return [{ check, ok: false, message: errorText(inGrpcWords(error)) }];
      }
    }),
  );

/** What bridges say that run now. */
const failureFindings = (route: string, control: RouteControl): readonly Finding[] =>
  routeFailures(control, Date.now()).map(({ bridge, message }) => ({
    check: `route ${route} in bridge ${bridge}`,
    ok: false,
    message: `has failed, and is tried again: ${message}`,
  }));

const UNFIT = 'cannot run: its handler does not fit what it has done, or is missing; docs/operating.md says what to do';
const ASKING_MS = 3_500;
const ROUTES_AT_ONCE = 4;

/** An idle key looks well until something comes for it, so some are asked. */
const unfitIds = async (client: Client, config: ResolvedConfig): Promise<readonly string[]> =>
  AskingTime.within(ASKING_MS, async () => {
    if ((await taskQueueWorkers(client, config)) === 0) return [];
    const waiting = await mapLimited(config.routes, ROUTES_AT_ONCE, (route) => waitingRecords(client, config, route));
    return waiting.flatMap(({ unfit }) => unfit);
  });

/** A key that cannot run is found by nothing else: it calls nobody, and its workflow is open. */
const failingFindings = async (client: Client, config: ResolvedConfig): Promise<readonly Finding[]> => {
  const { name, routes } = config;
  const check = 'workflow tasks';
  try {
    const places = [undefined, ...routes.map((route) => route.name)];
    const failing = await Promise.all(places.map((route) => failingTasks(client, name, route)));
    const unfit = await unfitIds(client, config);
    const message = "fail again and again; the worker's log says why, docs/operating.md what to do";
    const ids = failing.flatMap((of) => of.ids);
    const unknown = failing.reduce((sum, of) => sum + of.unknown, 0);
    const found = [
      ...ids.map((id) => ({ check: `workflow ${id}`, ok: false, message: `its tasks ${message}` })),
      ...unfit.filter((id) => !ids.includes(id)).map((id) => ({ check: `workflow ${id}`, ok: false, message: UNFIT })),
    ];
    if (found.length > 0) return found;
    const besides = unknown === 0 ? '' : ` (${plural(unknown, 'workflow')} could not be looked at)`;
    return [{ check, ok: true, message: `no workflow fails its tasks again and again${besides}` }];
  } catch (error) {
    return [{ check, ok: false, message: errorText(inGrpcWords(error)) }];
  }
};

const agentFindings = (client: Client, config: ResolvedConfig): Promise<readonly Finding[]> =>
  Promise.all(
    config.agents.map(async (agent) => {
      const check = `hosts of agents ${agent.name}`;
      const hosts = hostIdsOf(config.name, agent);
      const moved = await movedHosts(client, config.name, agent.name, hosts).catch((error: unknown) => error);
      return moved === undefined
        ? { check, ok: true, message: 'as the configuration says' }
        : { check, ok: false, message: errorText(inGrpcWords(moved)) };
    }),
  );

/** Checks server, namespace and search attributes. Without a server the rest is left out. */
export const checkTemporal = async (config: ResolvedConfig): Promise<readonly Finding[]> => {
  const { connectionOptions, namespace } = config.temporal;
  let client: Client;
  try {
    client = await connectClient(config, 'standard');
  } catch (error) {
    return [{ check: 'temporal', ok: false, message: errorText(inGrpcWords(error)) }];
  }
  try {
    const answered: Finding = { check: 'temporal', ok: true, message: `answers at ${connectionOptions.address ?? ''}` };
    return await client.withDeadline(Date.now() + CALL_MS, async () => {
      const found = await namespaceFinding(client, namespace);
      if (!found.ok) return [answered, found];
      const [attributes, hosting, agents, failing] = await Promise.all([
        attributeFindings(client, namespace),
        hostingFindings(client, config),
        agentFindings(client, config),
        failingFindings(client, config),
      ]);
      return [answered, found, ...attributes, ...hosting.flat(), ...agents, ...failing];
    });
  } finally {
    await client.connection.close();
  }
};
