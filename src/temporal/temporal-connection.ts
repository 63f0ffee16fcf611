import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { indexedValueTypes } from './indexed-value-types';
import type { ResolvedConfig } from '../config/gateway/resolved';
import { GatewayError, errorText } from '../errors';
import { registerCommand, SEARCH_ATTRIBUTES, type SearchAttribute } from '../model/search-attributes';

const CONNECT_TIMEOUT_MS = 10_000;
/** A page of history has up to 256 events whatever their size, and a run has 50 MB at most. By default gRPC takes 4 MB. */
const HISTORY_PAGE_BYTES = 64 * 1024 * 1024;
const USABLE_WITHIN_MS = 30_000;
const USABLE_POLL_MS = 250;

/**
 * `none`: a call is made once, and what came of it is the caller's to judge; needed where a repeated call could overtake
 * another (I2). `standard`: the SDK repeats what may be repeated.
 */
export type RetryMode = 'none' | 'standard';

export const unreachable = (config: ResolvedConfig, error: unknown): GatewayError => {
  const address = config.temporal.connectionOptions.address ?? 'localhost:7233';
  const message =
    `Temporal did not answer at ${address} (namespace ${config.temporal.namespace}): ${errorText(error)}. ` +
    'Check TEMPORAL_ADDRESS and that the server is up; `sluice dev` starts one for development.';
  return new GatewayError('temporal-unreachable', message, { cause: error, retryable: true });
};

/** @throws GatewayError `temporal-unreachable` */
export const connectClient = async (config: ResolvedConfig, retry: RetryMode): Promise<Client> => {
  try {
    const connection = await Connection.connect({
      ...config.temporal.connectionOptions,
      connectTimeout: CONNECT_TIMEOUT_MS,
      channelArgs: {
        // A pool of its own: the bridge's flood of signals must not queue before a heartbeat.
        'grpc.use_local_subchannel_pool': 1,
        'grpc.max_receive_message_length': HISTORY_PAGE_BYTES,
      },
      ...(retry === 'none' ? { interceptors: [] } : {}),
    });
    return new Client({ connection, namespace: config.temporal.namespace });
  } catch (error) {
    throw unreachable(config, error);
  }
};

/**
 * Registers the search attributes that are missing, and waits until workflows may be started with them.
 * @throws GatewayError `temporal-setup` with the commands to run, when this client may not.
 */
export const ensureSearchAttributes = async (client: Client): Promise<void> => {
  const { namespace } = client.options;
  let missing = SEARCH_ATTRIBUTES;
  try {
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
    missing = SEARCH_ATTRIBUTES.filter(({ name }) => !(name in customAttributes));
    if (missing.length === 0) return;
    const searchAttributes = indexedValueTypes(missing);
    await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    await untilUsable(client, missing);
  } catch (error) {
    const names = missing.map(({ name }) => name).join(', ');
    const commands = missing.map((attribute) => registerCommand(namespace, attribute)).join('\n  ');
    const message = `The search attributes ${names} are not registered and could not be registered: ${errorText(error)}. Run:\n  ${commands}`;
    throw new GatewayError('temporal-setup', message, { cause: error });
  }
};

/** The server notices what was registered within seconds; until then it refuses to start workflows that have it. */
const untilUsable = async (client: Client, attributes: readonly SearchAttribute[]): Promise<void> => {
  const query = attributes.map(({ name }) => `${name} = 'none'`).join(' OR ');
  const deadline = Date.now() + USABLE_WITHIN_MS;
  for (;;) {
    try {
      await client.workflow.count(query);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(USABLE_POLL_MS);
  }
};
