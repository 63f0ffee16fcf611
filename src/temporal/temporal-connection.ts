import { Client, Connection } from '@temporalio/client';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import { portAnswer, portWords } from '../config/connections/port-answer';
import { GatewayError, errorText } from '../errors';
import { inGrpcWords } from './grpc-words';
import { defined } from '../model/defined';

const CONNECT_TIMEOUT_MS = 10_000;
/** A page of history has up to 256 events of any size, and a run up to 50 MB. By default gRPC accepts only 4 MB. */
const HISTORY_PAGE_BYTES = 64 * 1024 * 1024;

/**
 * `none`: a call is made once and the caller judges the outcome; needed where a repeated call could overtake another
 * (I2). `standard`: the SDK repeats what may be repeated.
 */
export type RetryMode = 'none' | 'standard';

const USUAL_PORT = 7_233;

const errorOfServer = (error: unknown): error is GatewayError => error instanceof GatewayError;

/** `temporal-unreachable`, with what the address shows of the reason. */
export const unreachable = async ({ temporal }: ResolvedConfig, error: unknown): Promise<GatewayError> => {
  const { address = `localhost:${USUAL_PORT}`, tls, apiKey } = temporal.connectionOptions;
  const secure = tls === undefined || tls === null ? apiKey !== undefined : tls !== false;
  const expected = { engine: 'Temporal', tls: secure, setting: 'TEMPORAL_TLS', usualPort: USUAL_PORT };
  // A server that refuses credentials has answered.
  const known = inGrpcWords(error);
  const answered = errorOfServer(known) && known.code !== 'temporal-unreachable';
  const why = answered ? undefined : portWords(await portAnswer(address, USUAL_PORT), expected);
  const reason = why ?? errorText(answered ? known : error);
  const message =
    `Temporal did not answer at ${address} (namespace ${temporal.namespace}): ${reason}. ` +
    'Check TEMPORAL_ADDRESS and that the server is up; `sluice dev` starts one for development.';
  return new GatewayError('temporal-unreachable', message, { cause: error, retryable: true });
};

/**
 * `identity` stands in the history of what the client asks for; by default it is the process and the machine.
 * @throws GatewayError `temporal-unreachable`
 */
export const connectClient = async (config: ResolvedConfig, retry: RetryMode, identity?: string): Promise<Client> => {
  try {
    const connection = await Connection.connect({
      ...config.temporal.connectionOptions,
      connectTimeout: CONNECT_TIMEOUT_MS,
      channelArgs: {
        // A separate pool: the bridge's flood of signals must not queue ahead of a heartbeat.
        'grpc.use_local_subchannel_pool': 1,
        'grpc.max_receive_message_length': HISTORY_PAGE_BYTES,
      },
      ...(retry === 'none' ? { interceptors: [] } : {}),
    });
    return new Client({ connection, namespace: config.temporal.namespace, ...defined({ identity }) });
  } catch (error) {
    throw await unreachable(config, error);
  }
};
