import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { GatewayError } from '../errors';
import { assetsDigest, engineAssets } from './engine-assets';
import type { Progress } from './engine-handle';
import { findExecutable } from './executables';
import { installOnce } from './install-once';
import { runTool } from './run-tool';
import { stateDirectories } from './state-directories';

export interface KafkaJars {
  /** Holds the jars of the broker, its tools and the Java client. */
  readonly folder: string;
  readonly origin: string;
}

const localInstall = (home: string): KafkaJars => {
  const folder = path.join(home, 'libs');
  if (!existsSync(folder) || !readdirSync(folder).some((name) => /^kafka_.*\.jar$/.test(name))) {
    throw new GatewayError('engine-missing', `KAFKA_HOME is ${home}, which has no libs/kafka_*.jar.`);
  }
  return { folder, origin: `local install, KAFKA_HOME=${home}` };
};

const fetchJars = async (folder: string, progress: Progress): Promise<void> => {
  const maven = findExecutable('mvn');
  if (maven === undefined) {
    throw new GatewayError(
      'engine-missing',
      'No Kafka was found: neither SLUICE_KAFKA_BROKERS nor KAFKA_HOME is set, and there is no Maven to fetch it with. Install Maven (Debian: ' +
        '`apt install maven`, macOS: `brew install maven`), or unpack a Kafka release and name its folder in KAFKA_HOME, or ' +
        'name a running broker in SLUICE_KAFKA_BROKERS.',
    );
  }
  progress('Kafka: fetching the broker with Maven, 43 MB, once on this machine');
  await runTool({
    doing: 'Kafka: fetch',
    command: maven,
    args: [
      ...['--batch-mode', '--no-transfer-progress', '-f', path.join(engineAssets('kafka'), 'pom.xml')],
      ...['dependency:copy-dependencies', `-DoutputDirectory=${folder}`],
    ],
    // Maven's working files belong in the cache; the committed folder may be read-only.
    cwd: folder,
    advice: 'Is the Maven repository reachable? SLUICE_KAFKA_BROKERS or KAFKA_HOME do without it.',
    progress,
  });
};

/** Finds or fetches the jars. GatewayError('engine-missing') says what to install. */
export const kafkaJars = async (progress: Progress): Promise<KafkaJars> => {
  const home = process.env['KAFKA_HOME'];
  if (home !== undefined && home !== '') return localInstall(home);
  const folder = path.join(stateDirectories().cache, `kafka-${assetsDigest('kafka', ['pom.xml'])}`);
  const cached = existsSync(folder);
  await installOnce(folder, (partial) => fetchJars(partial, progress), progress);
  return { folder, origin: `${cached ? 'cached jars' : 'fetched by Maven'}, ${folder}` };
};
