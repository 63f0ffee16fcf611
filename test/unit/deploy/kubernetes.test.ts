// Reads deploy/kubernetes/gateway.yaml as data: what Kubernetes would run wrongly, seen without Kubernetes.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { resolveConfig } from '../../../src/config/gateway/resolve-config';
import { variableTable } from '../../../src/config/environment/variable-table';

const file = path.join(__dirname, '..', '..', '..', 'deploy/kubernetes/gateway.yaml');

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Manifest {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly containers: readonly {
          readonly env: readonly { readonly name: string; readonly value: string }[];
          readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
          readonly startupProbe: Probe;
          readonly livenessProbe: Probe;
          readonly readinessProbe: Probe;
        }[];
      };
    };
  };
}

const { template } = (parse(readFileSync(file, 'utf8')) as Manifest).spec;
const [container] = template.spec.containers;

test('The manifest asks for health where the gateway serves it, and restarts none that only waits for an API.', () => {
  const { startupProbe, livenessProbe, readinessProbe } = container ?? {};
  expect([startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet)).toEqual([
    { path: '/healthz', port: 'metrics' },
    { path: '/healthz', port: 'metrics' },
    { path: '/readyz', port: 'metrics' },
  ]);
  expect(container?.ports).toEqual([{ name: 'metrics', containerPort: 9_464 }]);
});

test('The variables of the manifest are ones that Sluice reads, and with them the gateway listens to probes from outside.', () => {
  const env = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
  const own = Object.keys(env).filter((name) => name !== 'LEDGER_URL');
  expect(variableTable.map(({ name }) => name)).toEqual(expect.arrayContaining(own));
  const definition = { name: 'bank', destinations: { a: { baseUrl: 'http://a' } }, routes: {} };
  const routes = { r: { topics: ['t'], deliver: { to: 'a' } } };
  const files = { read: () => '', isFile: () => false };
  const config = resolveConfig({ ...definition, routes }, { file: '/x/gateway.config.ts', env, files });
  expect(config.metrics).toEqual({ host: '0.0.0.0', port: 9_464 });
  expect(template.spec.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(config.gracePeriodMs);
});
