import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { withTemporaryDirectory } from '../../../support/with-temporary-directory';
import { healthCommand } from '../../../../src/cli/gateway/health-command';
import type { CommandContext } from '../../../../src/cli/command/command';

/** Nothing listens there. */
const DEV = { brokers: 'a:1', temporal: 'b:1', health: '127.0.0.1:3', by: 'dev', pid: 7 } as const;

const asked = (more: Partial<CommandContext>, options: { readonly at?: string; readonly config?: string } = {}) =>
  healthCommand({ ready: false, json: false, config: 'gateway.config.ts', ...options }, {
    print: () => undefined,
    hide: () => undefined,
    ...more,
  } as CommandContext);

test('Where health is asked for is said by the option, by the variable or by a running dev, in this order.', async () => {
  const env = { SLUICE_METRICS_LISTEN: '0.0.0.0:2' };
  await expect(asked({ env, dev: DEV }, { at: '1' })).rejects.toThrow(
    'No gateway answered at http://127.0.0.1:1/healthz',
  );
  await expect(asked({ env, dev: DEV })).rejects.toThrow('http://127.0.0.1:2/healthz');
  await expect(asked({ env: {}, dev: DEV })).rejects.toThrow('http://127.0.0.1:3/healthz');
});

test('Where nobody else says where health is, the config says it, and it may be missing unless it was named.', async () => {
  const nowhere = /Expected the address at which .* got none/;
  await withTemporaryDirectory(async (directory) => {
    const config = path.join(directory, 'gateway.config.mjs');
    const gateway = (more: object): void => {
      const routes = { main: { topics: ['t'], deliver: { to: 'api', path: '/' } } };
      const kafka = { brokers: ['127.0.0.1:1'] };
      const destinations = { api: { baseUrl: 'http://127.0.0.1:1' } };
      writeFileSync(config, `export default ${JSON.stringify({ name: 'g', kafka, routes, destinations, ...more })};`);
    };
    gateway({ metrics: { listen: { port: 4 } } });
    await expect(asked({ env: {} }, { config })).rejects.toThrow('http://127.0.0.1:4/healthz');
    gateway({});
    await expect(asked({ env: {} }, { config })).rejects.toThrow(nowhere);
  });
  await expect(asked({ env: {} })).rejects.toThrow(nowhere);
  await expect(asked({ env: {} }, { config: 'none.ts' })).rejects.toMatchObject({ code: 'config-not-found' });
  await expect(asked({ env: {} }, { at: 'x' })).rejects.toThrow('got "x"');
});

test("A connection that is refused is reported in the system's words.", async () => {
  await expect(asked({ env: {} }, { at: '1' })).rejects.toThrow(/ECONNREFUSED|bad port/);
});
