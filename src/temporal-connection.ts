import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { ResolvedConfig } from './config/resolved';
import { GatewayError, errorText } from './errors';
import { STATUS_ATTRIBUTE } from './model/contract';

const CONNECT_TIMEOUT_MS = 10_000;
/** A page of history has up to 256 events whatever their size, and a run has 50 MB at most. By default gRPC takes 4 MB. */
const HISTORY_PAGE_BYTES = 64 * 1024 * 1024;
const { INDEXED_VALUE_TYPE_KEYWORD } = temporal.api.enums.v1.IndexedValueType;

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
 * Registers the search attribute that marks parked keys, unless it is there.
 * @throws GatewayError `temporal-setup` with the command to run, when this client may not.
 */
export const ensureSearchAttribute = async (client: Client): Promise<void> => {
  const { namespace } = client.options;
  try {
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
    if (STATUS_ATTRIBUTE in customAttributes) return;
    const searchAttributes = { [STATUS_ATTRIBUTE]: INDEXED_VALUE_TYPE_KEYWORD };
    await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    const command = `temporal operator search-attribute create --namespace ${namespace} --name ${STATUS_ATTRIBUTE} --type Keyword`;
    const message = `The search attribute ${STATUS_ATTRIBUTE} is not registered and could not be: ${errorText(error)}. Run: ${command}`;
    throw new GatewayError('temporal-setup', message, { cause: error });
  }
};
