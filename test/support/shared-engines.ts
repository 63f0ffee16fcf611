import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type EngineHandle, startKafka, startTemporal } from '../../src/engines';

interface SharedEngines {
  readonly directory: string;
  readonly started: readonly EngineHandle[];
}

// On the process, not in this module: jest may load the module once for setup and once more for teardown.
const HOLDER = Symbol.for('sluice.test.engines');
type Holder = Record<symbol, Promise<SharedEngines> | undefined>;
const holder = globalThis as unknown as Holder;

const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const given = (name: string): boolean => (process.env[name] ?? '') !== '';

const ROOT = path.resolve(__dirname, '../..');
/** Of those without handlers, too. */
const FIXTURES = ['gateway', 'failures', 'agents'];

/** Each worker would bundle the fixtures' handlers anew: seconds of CPU, hundreds of times. */
const makeBundles = async (directory: string): Promise<void> => {
  for (const fixture of FIXTURES) {
    const handlers = path.join(ROOT, 'test/fixtures', fixture, 'workflows.ts');
    const target = path.join(directory, `${fixture}.bundle.json`);
    const args = ['bundle', ...(existsSync(handlers) ? [handlers] : []), '-o', target];
    await promisify(execFile)(process.execPath, [path.join(ROOT, 'lib/cli/main.js'), ...args]);
  }
  process.env['SLUICE_TEST_BUNDLES'] = directory;
};

const end = async (engines: SharedEngines): Promise<void> => {
  await Promise.all(engines.started.map((engine) => engine.stop()));
  await rm(engines.directory, { recursive: true, force: true });
};

const begin = async (): Promise<SharedEngines> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'sluice-test-'));
  const starts: Promise<EngineHandle>[] = [];
  if (!given('SLUICE_TEST_KAFKA')) {
    starts.push(startKafka({ dataDirectory: path.join(directory, 'kafka'), progress }));
  }
  if (!given('SLUICE_TEST_TEMPORAL')) {
    starts.push(startTemporal({ dataDirectory: path.join(directory, 'temporal'), progress }));
  }
  const [outcomes, [bundles]] = await Promise.all([
    Promise.allSettled(starts),
    Promise.allSettled([makeBundles(directory)]),
  ]);
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const engines = { directory, started };
  const failed = [...outcomes, bundles].find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) {
    await end(engines);
    throw failed.reason;
  }
  for (const engine of started) {
    process.env[engine.name === 'kafka' ? 'SLUICE_TEST_KAFKA' : 'SLUICE_TEST_TEMPORAL'] = engine.address;
  }
  return engines;
};

/** One Kafka and one Temporal for the whole run; those that SLUICE_TEST_KAFKA and SLUICE_TEST_TEMPORAL name are used as they are. */
export const beginSharedEngines = async (): Promise<void> => {
  holder[HOLDER] ??= begin();
  await holder[HOLDER];
};

export const endSharedEngines = async (): Promise<void> => {
  const engines = holder[HOLDER];
  holder[HOLDER] = undefined;
  if (engines === undefined) return;
  const { started } = await engines;
  await end(await engines);
  for (const engine of started) {
    if (engine.name === 'kafka') delete process.env['SLUICE_TEST_KAFKA'];
    else delete process.env['SLUICE_TEST_TEMPORAL'];
  }
};
