import { stringify } from 'yaml';

export const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;
type Service = (typeof SERVICES)[number];

export const DATABASES = { 'postgres-default': 'temporal', 'postgres-visibility': 'temporal_visibility' } as const;
export const DATABASE_USER = 'temporal';
export const PLUGIN = 'postgres12';

export interface ServerPorts {
  readonly postgres: number;
  readonly metrics: number;
  readonly grpc: Readonly<Record<Service, number>>;
  readonly membership: Readonly<Record<Service, number>>;
}

const HOST = '127.0.0.1';
/** As in the server's own development config; the dev server of the CLI has one. */
const SHARDS = 4;
const CONNECTIONS = 20;

const datastore = (databaseName: string, port: number): object => ({
  sql: {
    ...{ pluginName: PLUGIN, databaseName, connectAddr: `${HOST}:${port}`, connectProtocol: 'tcp' },
    // PostgreSQL trusts the loopback interface; the server wants some password.
    ...{ user: DATABASE_USER, password: DATABASE_USER },
    ...{ maxConns: CONNECTIONS, maxIdleConns: CONNECTIONS, maxConnLifetime: '1h' },
  },
});

/** The server's configuration, after its own `config/development-postgres12.yaml`. */
export const serverConfig = (ports: ServerPorts, dynamicConfigFile: string): string =>
  stringify({
    log: { stdout: true, level: 'error' },
    persistence: {
      ...{ defaultStore: 'postgres-default', visibilityStore: 'postgres-visibility', numHistoryShards: SHARDS },
      datastores: Object.fromEntries(
        Object.entries(DATABASES).map(([store, database]) => [store, datastore(database, ports.postgres)]),
      ),
    },
    global: {
      membership: { maxJoinDuration: '30s', broadcastAddress: HOST },
      metrics: {
        prometheus: { framework: 'tally', timerType: 'histogram', listenAddress: `${HOST}:${ports.metrics}` },
      },
    },
    services: Object.fromEntries(
      SERVICES.map((service) => [
        service,
        {
          rpc: {
            ...{ grpcPort: ports.grpc[service], membershipPort: ports.membership[service], bindOnIP: HOST },
          },
        },
      ]),
    ),
    clusterMetadata: {
      ...{ enableGlobalNamespace: false, failoverVersionIncrement: 10 },
      ...{ masterClusterName: 'active', currentClusterName: 'active' },
      clusterInformation: {
        active: {
          ...{ enabled: true, initialFailoverVersion: 1 },
          ...{ rpcName: 'frontend', rpcAddress: `${HOST}:${ports.grpc.frontend}` },
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '10s' },
  });

/** Dynamic settings, given as JSON by name, in the server's form. */
export const dynamicConfig = (settings: Readonly<Record<string, string>>): string =>
  stringify(
    Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, [{ value: JSON.parse(value) as unknown }]]),
    ),
  );
