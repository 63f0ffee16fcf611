import { status as GrpcStatus } from '@grpc/grpc-js';
import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { setTimeout as delay } from 'node:timers/promises';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { errorText } from '../../errors';
import { registerCommand, SEARCH_ATTRIBUTES, withoutCauses } from '../../model/names/search-attributes';
import { grpcError } from '../../temporal/grpc-error';
import { inGrpcWords } from '../../temporal/grpc-words';
import { connectClient } from '../../temporal/temporal-connection';
import { ensureSearchAttributes } from '../../temporal/search-attributes';
import type { SetupStep } from './finding';

const CALL_MS = 10_000;
const KNOWN_WITHIN_MS = 30_000;
const POLL_MS = 500;

export interface NamespaceChoices {
  readonly create: boolean;
  readonly retentionMs: number;
  readonly dryRun: boolean;
}

const exists = async (client: Client, namespace: string): Promise<boolean> => {
  try {
    await client.withDeadline(Date.now() + CALL_MS, () => client.workflowService.describeNamespace({ namespace }));
    return true;
  } catch (error) {
    if (grpcError(error)?.code === GrpcStatus.NOT_FOUND) return false;
    throw error;
  }
};

/** The server's own nodes learn of a new namespace within seconds. */
const untilKnown = async (client: Client, namespace: string): Promise<void> => {
  const deadline = Date.now() + KNOWN_WITHIN_MS;
  for (;;) {
    try {
      await client.workflow.count(`WorkflowType = 'none'`);
      return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`${namespace} is registered, but Temporal does not know it yet`, { cause: error });
    }
    await delay(POLL_MS);
  }
};

const setupNamespace = async (client: Client, namespace: string, choices: NamespaceChoices): Promise<SetupStep> => {
  const what = `namespace ${namespace}`;
  const days = `closed workflows kept for ${Math.round(choices.retentionMs / 3_600_000)} h`;
  try {
    if (await exists(client, namespace)) return { what, result: 'there', message: 'exists' };
    if (!choices.create) {
      return { what, result: 'missing', message: 'does not exist; `sluice setup --create-namespace` makes it' };
    }
    if (choices.dryRun) return { what, result: 'would-make', message: days };
    const workflowExecutionRetentionPeriod = msToTs(choices.retentionMs);
    await client.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
    await untilKnown(client, namespace);
    return { what, result: 'made', message: days };
  } catch (error) {
    return { what, result: 'failed', message: errorText(inGrpcWords(error)) };
  }
};

const setupAttributes = async (client: Client, namespace: string, dryRun: boolean): Promise<readonly SetupStep[]> => {
  try {
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
    const missing = SEARCH_ATTRIBUTES.filter(({ name }) => !(name in customAttributes));
    const left = missing.length > 0 && !dryRun ? await ensureSearchAttributes(client) : [];
    return SEARCH_ATTRIBUTES.map((attribute): SetupStep => {
      const what = `search attribute ${attribute.name}`;
      if (!missing.includes(attribute)) return { what, result: 'there', message: 'registered' };
      if (left.includes(attribute)) return { what, result: 'failed', message: withoutCauses(namespace) };
      return { what, result: dryRun ? 'would-make' : 'made', message: attribute.type };
    });
  } catch (error) {
    const commands = SEARCH_ATTRIBUTES.map((attribute) => registerCommand(namespace, attribute)).join('; ');
    const message = `${errorText(inGrpcWords(error))}. To register it by hand: ${commands}`;
    return [{ what: 'search attributes', result: 'failed', message }];
  }
};

/** Sets up the namespace, if requested, and the search attributes. */
export const setupTemporal = async (
  config: ResolvedConfig,
  choices: NamespaceChoices,
): Promise<readonly SetupStep[]> => {
  const { namespace } = config.temporal;
  let client: Client;
  try {
    client = await connectClient(config, 'standard');
  } catch (error) {
    return [{ what: 'temporal', result: 'failed', message: errorText(inGrpcWords(error)) }];
  }
  try {
    const found = await setupNamespace(client, namespace, choices);
    if (found.result !== 'there' && found.result !== 'made') return [found];
    return [found, ...(await setupAttributes(client, namespace, choices.dryRun))];
  } finally {
    await client.connection.close();
  }
};
