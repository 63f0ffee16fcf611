import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../config/resolved';
import { errorText } from '../errors';
import { STATUS_ATTRIBUTE } from '../model/contract';
import { connectClient } from '../temporal-connection';
import type { Finding } from './finding';

const CALL_MS = 10_000;

const namespaceFinding = async (client: Client, namespace: string): Promise<Finding> => {
  const check = `namespace ${namespace}`;
  try {
    const { config } = await client.workflowService.describeNamespace({ namespace });
    const hours = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 3_600;
    // A closed key can be restarted from its run only while Temporal keeps that run.
    return { check, ok: true, message: `exists, keeps closed workflows for ${String(Math.round(hours))} h` };
  } catch (error) {
    return { check, ok: false, message: errorText(error) };
  }
};

/** Registers nothing: it says which command does. */
const attributeFinding = async (client: Client, namespace: string): Promise<Finding> => {
  const check = `search attribute ${STATUS_ATTRIBUTE}`;
  try {
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
    if (STATUS_ATTRIBUTE in customAttributes) return { check, ok: true, message: 'registered' };
    const command = `temporal operator search-attribute create --namespace ${namespace} --name ${STATUS_ATTRIBUTE} --type Keyword`;
    return { check, ok: false, message: `not registered. \`sluice run\` tries to; or run: ${command}` };
  } catch (error) {
    return { check, ok: false, message: errorText(error) };
  }
};

/** Server, namespace and search attribute. Without a server the rest is left out. */
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
      return found.ok ? [answered, found, await attributeFinding(client, namespace)] : [answered, found];
    });
  } finally {
    await client.connection.close();
  }
};
