// Reads docker-compose.yml and Dockerfile as text: what Docker would refuse or run wrongly, seen without Docker.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { TEMPORAL_SETTINGS } from '../../../src/engines/temporal-settings';

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly target: string };
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly init?: boolean;
  readonly stop_grace_period?: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
}

const ROOT = path.join(__dirname, '..', '..', '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const composeText = read('docker-compose.yml');
const compose = parse(composeText) as Compose;
const services = Object.entries(compose.services);

const dockerfile = read('Dockerfile')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'));
const stages = dockerfile.flatMap((line) => /^FROM .* AS (\S+)$/.exec(line)?.[1] ?? []);
const lastStage = dockerfile.slice(dockerfile.findLastIndex((line) => line.startsWith('FROM ')));

test('The compose file names a version for every image, which the environment can replace.', () => {
  const images = services.flatMap(([, { image, build }]) =>
    image !== undefined && build === undefined ? [image] : [],
  );
  expect(images.length).toBeGreaterThan(0);
  for (const image of images) expect(image).toMatch(/^[a-z/-]+:\$\{[A-Z_]+_VERSION:-\d[\d.]*\}$/);
});

test('The compose file holds every service that the gateway needs.', () => {
  const images = services.map(([, { image }]) => image?.split(':')[0]);
  for (const image of ['apache/kafka', 'postgres', 'temporalio/server', 'temporalio/ui', 'sluice']) {
    expect(images).toContain(image);
  }
});

test.each(services)('The service %s waits for services that exist and can reach the awaited state.', (_, service) => {
  for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
    const awaited = compose.services[name];
    expect(awaited).toBeDefined();
    if (condition === 'service_healthy') expect(awaited?.healthcheck?.test.length).toBeGreaterThan(1);
    // One that is started again and again never counts as completed.
    else
      expect([condition, awaited?.restart]).toEqual([
        'service_completed_successfully',
        expect.stringMatching(/^on-failure/),
      ]);
  }
});

test('No service waits for itself, also not through others.', () => {
  const awaitedBy = (name: string, seen: readonly string[]): void => {
    expect(seen).not.toContain(name);
    for (const next of Object.keys(compose.services[name]?.depends_on ?? {})) awaitedBy(next, [...seen, name]);
  };
  for (const [name] of services) awaitedBy(name, []);
});

test('Temporal has the settings of every Temporal that we start.', () => {
  const content = parse(compose.configs['temporal-dynamic-config']?.content ?? '') as Readonly<Record<string, unknown>>;
  const wanted = Object.entries(TEMPORAL_SETTINGS).map(([name, json]) => [
    name,
    [{ value: JSON.parse(json) as unknown }],
  ]);
  expect(content).toEqual(Object.fromEntries(wanted));
});

test('A port of the compose file is open on the loopback interface only.', () => {
  const ports = services.flatMap(([, service]) => service.ports ?? []);
  expect(ports.length).toBeGreaterThan(0);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\$\{[A-Z_]+:-\d+\}:\d+$/);
});

test('The volumes and configs of the compose file are declared, and what is declared is used.', () => {
  const named = services.flatMap(([, { volumes }]) =>
    (volumes ?? []).flatMap((volume) => /^[a-z][\w-]*(?=:)/.exec(volume) ?? []),
  );
  expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
  const sources = services.flatMap(([, { configs }]) => (configs ?? []).map(({ source }) => source));
  expect([...new Set(sources)].sort()).toEqual(Object.keys(compose.configs).sort());
  const stores = ['kafka', 'postgresql'].map((name) => compose.services[name]?.volumes?.[0]);
  expect(stores).toEqual(['kafka-data:/var/lib/kafka/data', 'postgresql-data:/var/lib/postgresql/data']);
});

test('Every variable of the compose file has a default, so that nothing must be set.', () => {
  const variables = [...composeText.replaceAll('$$', '').matchAll(/\$\{[^}]*\}|\$[A-Za-z_]\w*/g)].map(([text]) => text);
  for (const variable of variables) expect(variable).toMatch(/^\$\{[A-Z_]+:-[^}]+\}$/);
});

test('The gateway gets its connections, a signal handler as first process and time to drain.', () => {
  const gateway = compose.services['gateway'];
  expect(gateway?.environment).toMatchObject({ KAFKA_BROKERS: 'kafka:29092', TEMPORAL_ADDRESS: 'temporal:7233' });
  expect(gateway?.init).toBe(true);
  expect(Number.parseInt(gateway?.stop_grace_period ?? '', 10)).toBeGreaterThan(30);
});

test('The Dockerfile has each stage that compose builds and that another stage copies from.', () => {
  const targets = services.flatMap(([, { build }]) => (build === undefined ? [] : [build.target]));
  const copied = dockerfile.flatMap((line) => /--from=(\S+)/.exec(line)?.[1] ?? []);
  for (const stage of [...targets, ...copied]) expect(stages).toContain(stage);
  expect(stages.at(-1)).toBe('gateway');
});

test('The Dockerfile copies files that exist and that .dockerignore lets through.', () => {
  const ignore = read('.dockerignore').split('\n');
  const sources = dockerfile
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(' ').slice(1, -1));
  expect(sources.length).toBeGreaterThan(0);
  for (const source of sources) {
    expect(existsSync(path.join(ROOT, source))).toBe(true);
    expect(ignore).toContain(`!${source.split('/')[0] ?? ''}`);
  }
});

test('The image leaves development packages out, runs as an ordinary user and gets signals itself.', () => {
  expect(dockerfile.some((line) => line.includes('npm ci --omit=dev'))).toBe(true);
  const user = lastStage.findIndex((line) => line === 'USER node');
  const entry = lastStage.findIndex((line) => line.startsWith('ENTRYPOINT ['));
  expect(user).toBeGreaterThan(0);
  expect(entry).toBeGreaterThan(user);
  expect(lastStage.filter((line) => line.startsWith('RUN ')).every((line) => lastStage.indexOf(line) < user)).toBe(
    true,
  );
});

test('The image has the allocator that gives memory back, in each of its processes and on every platform.', () => {
  const installed = lastStage.some((line) => line.startsWith('RUN apt-get ') && line.includes(' libjemalloc2 '));
  expect(installed).toBe(true);
  // By its name alone: the folder differs by platform, and the loader knows it.
  expect(lastStage).toContain('ENV LD_PRELOAD=libjemalloc.so.2');
});

test('The image starts the command that package.json declares.', () => {
  const manifest = JSON.parse(read('package.json')) as { readonly bin: { readonly sluice: string } };
  const entry = lastStage.find((line) => line.startsWith('ENTRYPOINT '));
  expect(entry).toContain(`"/app/${manifest.bin.sluice}"`);
});
