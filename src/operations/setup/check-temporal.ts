import { status as GrpcStatus } from '@grpc/grpc-js';
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved';
import { errorText } from '../../errors';
import { hostingChanged } from '../../bridge/hosting-changed';
import { registerCommand, SEARCH_ATTRIBUTES } from '../../model/search-attributes';
import { routeControl } from '../temporal-access';
import { grpcError } from '../../temporal/grpc-error';
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
    return { check, ok: false, message: errorText(error) + hint };
  }
};

/** Registers nothing: it says which command does. */
const attributeFindings = async (client: Client, namespace: string): Promise<readonly Finding[]> => {
  try {
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
    return SEARCH_ATTRIBUTES.map((attribute) => {
      const check = `search attribute ${attribute.name}`;
      if (attribute.name in customAttributes) return { check, ok: true, message: 'registered' };
      const command = registerCommand(namespace, attribute);
      return { check, ok: false, message: `is not registered; \`sluice setup\` registers it, or run: ${command}` };
    });
  } catch (error) {
    return [{ check: 'search attributes', ok: false, message: errorText(error) }];
  }
};

/** A bridge refuses to start if a route was hosted in another way. */
const hostingFindings = (client: Client, config: ResolvedConfig): Promise<readonly Finding[]> =>
  Promise.all(
    config.routes.map(async (route) => {
      const { name, lanes } = route;
      const check = `hosting of route ${name}`;
      try {
        const control = await routeControl(client, config, route).read();
        const changed = hostingChanged({ route: name, lanes }, control);
        if (changed !== undefined) return { check, ok: false, message: changed.message };
        return {
          check,
          ok: true,
          message: control.lanes === undefined ? 'the route has not run yet' : 'as the configuration says',
        };
      } catch (error) {
        return { check, ok: false, message: errorText(error) };
      }
    }),
  );

/** Checks server, namespace and search attributes. Without a server the rest is left out. */
export const checkTemporal = async (config: ResolvedConfig): Promise<readonly Finding[]> => {
  const { connectionOptions, namespace } = config.temporal;
  let client: Client;
  try {
    client = await connectClient(config, 'standard');
  } catch (error) {
    return [{ check: 'temporal', ok: false, message: errorText(error) }];
  }
  try {
    const answered: Finding = { check: 'temporal', ok: true, message: `answers at ${connectionOptions.address ?? ''}` };
    return await client.withDeadline(Date.now() + CALL_MS, async () => {
      const found = await namespaceFinding(client, namespace);
      if (!found.ok) return [answered, found];
      const [attributes, hosting] = await Promise.all([
        attributeFindings(client, namespace),
        hostingFindings(client, config),
      ]);
      return [answered, found, ...attributes, ...hosting];
    });
  } finally {
    await client.connection.close();
  }
};
