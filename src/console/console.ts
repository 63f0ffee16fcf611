import { once } from 'node:events';
import type { Server } from 'node:http';
import { hostname, userInfo } from 'node:os';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import { errorText, GatewayError } from '../errors';
import { keepRoom } from '../async/keep-room';
import type { Log } from '../log';
import { connectClient } from '../temporal/temporal-connection';
import { Access } from './access/access';
import { newToken } from './access/new-token';
import { ActionDesk } from './actions/action-desk';
import { TemporalLinks } from './answers/temporal-links';
import { buildConsoleApp } from './console-app';
import { openGatewayPort } from './gateway-port';
import { loadAssets } from './serving/assets';

export interface ConsoleSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** `host` or `host:port` under which browsers of other machines reach the console. */
  readonly remoteHosts: readonly string[];
  /** A new one for each start if undefined. */
  readonly token: string | undefined;
  /** Address of the Temporal UI, for links; undefined for none. */
  readonly temporalUi: string | undefined;
  /** Where processes of the gateway serve their metrics, as `host:port`. */
  readonly metrics: readonly string[];
  readonly log: Log;
}

export interface Console {
  /** Brings the token: whoever has it may do everything that the console can. */
  readonly url: string;
  readonly address: string;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 64;
/** How often Node looks for requests that take too long. */
const CHECKED_EVERY_MS = 1_000;
const HEADERS_MS = 5_000;
/** The largest request has 256 KB. */
const REQUEST_MS = 30_000;

const user = (): string => {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container may run under a number that has no name.
    return `uid-${process.getuid?.() ?? 'unknown'}@${hostname()}`;
  }
};

const listening = async (server: Server, { host, port }: ConsoleSettings): Promise<number> => {
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    const message = `The console cannot be served at ${host}:${port}: ${errorText(error)}. Choose another port with --listen.`;
    throw new GatewayError('console-unavailable', message, { cause: error });
  }
  const address = server.address();
  return address === null || typeof address === 'string' ? port : address.port;
};

/**
 * Serves the console of a gateway, whether or not the gateway runs.
 * @throws GatewayError `temporal-unreachable`, `console-unavailable`
 */
export const openConsole = async (config: ResolvedConfig, settings: ConsoleSettings): Promise<Console> => {
  const { log, host, remoteHosts, temporalUi, metrics } = settings;
  const links = new TemporalLinks(temporalUi, config.temporal.namespace);
  const by = user();
  const client = await connectClient(config, 'standard', `sluice-console ${by}`);
  const port = openGatewayPort({ config, client, log }, { links, metrics });
  const closePort = async (): Promise<void> => {
    await port.close();
    await client.connection.close();
  };
  let handle: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = createAdaptorServer({
    fetch: (request: Request) => handle(request),
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECKED_EVERY_MS,
    },
  }) as Server;
  keepRoom(server, MAX_CONNECTIONS, (closed) => {
    log.warn({ closed }, 'the console: there were too many connections, so some that asked nothing were closed');
  });
  try {
    const bound = await listening(server, settings);
    const token = settings.token ?? newToken();
    const access = new Access({ token, port: bound, hosts: remoteHosts });
    const session = {
      gateway: config.name,
      csrf: access.csrf,
      by,
      routes: config.routes.map(({ name }) => name),
      destinations: [...config.destinations.keys()],
    };
    const assets = loadAssets(path.join(__dirname, 'page'));
    const app = buildConsoleApp({ access, assets, port, desk: new ActionDesk(port, log, by), session, log });
    handle = app.fetch;
    const name = host.includes(':') ? `[${host}]` : host;
    const address = `http://${name}:${bound}`;
    log.info({ address, by }, 'the console is served');
    return {
      url: `${address}/?token=${token}`,
      address,
      close: async () => {
        server.closeAllConnections();
        server.close();
        await closePort();
      },
    };
  } catch (error) {
    server.close();
    await closePort();
    throw error;
  }
};
