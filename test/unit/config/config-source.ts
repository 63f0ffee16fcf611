import type { ConfigSource } from '../../../src/config/gateway/resolve-config';

/** A valid definition as plain data, for tests to bend. */
export const validDefinition = (): Record<string, unknown> => ({
  name: 'bank',
  workflows: './workflows.ts',
  destinations: { ledger: { baseUrl: 'http://ledger.test/api' } },
  routes: {
    transfers: { topics: ['transfers'], workflow: 'transfers' },
    alerts: { topics: ['alerts'], deliver: { to: 'ledger', path: '/alerts/{key}' } },
  },
});

/** Sets the option at a path such as `routes.transfers.lanes`; undefined takes it away. */
export const withOption = (path: string, value: unknown, definition = validDefinition()): Record<string, unknown> => {
  const segments = path.split('.');
  const last = segments.pop() ?? '';
  let target = definition;
  for (const segment of segments) {
    target[segment] ??= {};
    target = target[segment] as Record<string, unknown>;
  }
  if (value === undefined) Reflect.deleteProperty(target, last);
  else target[last] = value;
  return definition;
};

export interface TestSource {
  readonly env?: Readonly<Record<string, string>>;
  /** Contents by absolute path; the handlers' file is there unless `noWorkflows`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly noWorkflows?: boolean;
}

/** An environment without a home directory, so that no profile of this machine is read, and files in memory. */
export const source = ({ env = {}, files = {}, noWorkflows = false }: TestSource = {}): ConfigSource => {
  const all: Record<string, string> = { ...(noWorkflows ? {} : { '/app/workflows.ts': '' }), ...files };
  return {
    file: '/app/gateway.config.ts',
    env: { KAFKA_BROKERS: 'kafka:9092', ...env },
    files: {
      isFile: (path) => path in all,
      read: (path) => {
        const text = all[path];
        if (text === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
        return text;
      },
    },
  };
};

/** A valid definition whose destination has these options too. */
export const ledger = (options: object): Record<string, unknown> =>
  withOption('destinations.ledger', { baseUrl: 'http://ledger.test', ...options });

/** A valid definition whose `deliver` route has these options too. */
export const alerts = (options: object): Record<string, unknown> =>
  withOption('routes.alerts', { topics: ['alerts'], deliver: { to: 'ledger' }, ...options });
