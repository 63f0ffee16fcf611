import path from 'node:path';
import { GatewayError } from '../errors';
import { findExecutable, versionOutput } from './executables';

const NEEDED = 17;
const HOW = `Install a Java ${NEEDED} or newer (Debian: \`apt install openjdk-17-jdk-headless\`, macOS: \`brew install openjdk\`).`;

/** Finds `java` or `javac` in JAVA_HOME, otherwise on PATH. GatewayError('engine-missing') if there is none. */
export const javaTool = (tool: 'java' | 'javac'): string => {
  const home = process.env['JAVA_HOME'];
  const inHome = home === undefined || home === '' ? undefined : findExecutable(path.join(home, 'bin', tool));
  const found = inHome ?? findExecutable(tool);
  if (found === undefined) {
    throw new GatewayError('engine-missing', `Kafka needs \`${tool}\`: it is neither in JAVA_HOME nor on PATH. ${HOW}`);
  }
  return found;
};

/** Finds a `java` that is new enough for a Kafka 4 broker. */
export const javaForKafka = async (): Promise<string> => {
  const java = javaTool('java');
  const output = await versionOutput(java, ['-version']);
  const major = Number(/version "(?:1\.)?(\d+)/.exec(output)?.[1]);
  if (!(major >= NEEDED)) {
    throw new GatewayError('engine-missing', `Kafka needs Java ${NEEDED} or newer, but ${java} is: ${output}. ${HOW}`);
  }
  return java;
};
