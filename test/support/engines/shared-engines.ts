import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startKafka, startTemporal } from '../../../src/engines';
import { JavaJudge } from '../../../harness/java-judge';
import { PROMPT_DELETION } from '../../../harness/prompt-deletion';
import { prepareFixtures } from '../gateway/prepare-fixtures';

/** Something that all tests of a run share; they find it through an environment variable. */
interface Shared {
  readonly variable: string;
  readonly value: string;
  readonly stop: () => Promise<void>;
}

interface SharedEngines {
  readonly directory: string;
  readonly started: readonly Shared[];
}

// It is stored on the process, not in this module: jest may load the module once for setup and again for teardown.
const HOLDER = Symbol.for('sluice.test.engines');
type Holder = Record<symbol, Promise<SharedEngines> | undefined>;
const holder = globalThis as unknown as Holder;

const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** What can be started, by the variable that names it; whatever a variable already names is used as it is. */
const starters = (directory: string): Readonly<Record<string, () => Promise<Omit<Shared, 'variable'>>>> => ({
  SLUICE_TEST_KAFKA: async () => {
    const kafka = await startKafka({ dataDirectory: path.join(directory, 'kafka'), progress });
    return { value: kafka.address, stop: () => kafka.stop() };
  },
  SLUICE_TEST_TEMPORAL: async () => {
    const dataDirectory = path.join(directory, 'temporal');
    const temporal = await startTemporal({ dataDirectory, dynamicConfig: PROMPT_DELETION, progress });
    return { value: temporal.address, stop: () => temporal.stop() };
  },
  SLUICE_TEST_JUDGE: async () => {
    const judge = await JavaJudge.start();
    return { value: String(judge.port), stop: () => judge.stop() };
  },
  SLUICE_TEST_FIXTURES: async () => {
    const fixtures = path.join(directory, 'fixtures');
    await prepareFixtures(fixtures);
    return { value: fixtures, stop: () => Promise.resolve() };
  },
});

const end = async ({ directory, started }: SharedEngines): Promise<void> => {
  await Promise.all(started.map(({ stop }) => stop()));
  await rm(directory, { recursive: true, force: true });
};

/**
 * JVMs of a test run live for minutes: compiling for hours of work costs them more CPU than it saves, and so do threads
 * that collect beside the work where two cores have other things to do.
 */
const QUICK_JAVA = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';

const begin = async (): Promise<SharedEngines> => {
  process.env['JDK_JAVA_OPTIONS'] ??= QUICK_JAVA;
  const directory = await mkdtemp(path.join(tmpdir(), 'sluice-test-'));
  const wanted = Object.entries(starters(directory)).filter(([variable]) => (process.env[variable] ?? '') === '');
  const outcomes = await Promise.allSettled(
    wanted.map(async ([variable, start]) => ({ variable, ...(await start()) })),
  );
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const engines = { directory, started };
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) {
    await end(engines);
    throw failed.reason;
  }
  for (const { variable, value } of started) process.env[variable] = value;
  return engines;
};

/** Starts one Kafka, one Temporal, one Java judge and the fixtures for the whole run. */
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
  for (const { variable } of started) Reflect.deleteProperty(process.env, variable);
};
