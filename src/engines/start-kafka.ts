import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { configuredKafka, type EngineHandle, type Progress } from './engine-handle';
import { claimDirectory } from './engine-claim';
import { EngineProcess } from './engine-process';
import { freePort } from './free-port';
import { javaForKafka } from './java';
import { kafkaJars } from './kafka-jars';
import { kafkaReady } from './kafka-ready';
import { runTool } from './run-tool';

const HOST = '127.0.0.1';
// A slow start is not given up while the process lives: a disk may take a minute or two for one flush.
const READY_MS = 180_000;
const LOG_LEVEL = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn';
const LOG_TIME = ['-Dorg.slf4j.simpleLogger.showDateTime=true', '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS'];

/** What a broker must know of the others in its cluster. */
export interface KafkaMember {
  readonly nodeId: number;
  /** Controller ports by node id, including its own; every node is also a controller. */
  readonly controllerPorts: Readonly<Record<number, number>>;
  readonly clusterId: string;
}

export interface KafkaOptions {
  /** Created if missing; kept on stop(). */
  readonly dataDirectory: string;
  /** Used if free, otherwise another one is; read `address`. Default: any free port. */
  readonly port?: number;
  /** Starts one even if SLUICE_KAFKA_BROKERS names another (for tests that kill it). Default false. */
  readonly own?: boolean;
  /** Default: a cluster of one. With several, most must start at once: none answers before they have met. */
  readonly member?: KafkaMember;
  /** Another listener, which directs its clients to `advertisedPort`, where a proxy listens. */
  readonly proxied?: { readonly port: number; readonly advertisedPort: number };
  readonly progress?: Progress;
}

// With three brokers topics outlive the loss of one; fewer cannot.
const replicationFactor = ({ controllerPorts }: KafkaMember): string =>
  Object.keys(controllerPorts).length < 3 ? '1' : '3';

const inSync = (member: KafkaMember): string => (replicationFactor(member) === '3' ? '2' : '1');

const votersOf = ({ controllerPorts }: KafkaMember): string =>
  Object.entries(controllerPorts)
    .map(([node, port]) => `${node}@${HOST}:${port}`)
    .join();

const controllerPortOf = ({ nodeId, controllerPorts }: KafkaMember): string =>
  (controllerPorts[nodeId] ?? 0).toString();

const listenersOf = (port: number, proxied: number | undefined): string =>
  [`PLAINTEXT://${HOST}:${port}`].concat(proxied === undefined ? [] : [`PROXIED://${HOST}:${proxied}`]).join();

// With one node, small internal topics and no waits, it starts in a few seconds.
const serverProperties = (
  port: number,
  member: KafkaMember,
  logDirectory: string,
  proxied: KafkaOptions['proxied'],
): string =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': member.nodeId.toString(),
    'controller.quorum.voters': votersOf(member),
    'controller.listener.names': 'CONTROLLER',
    listeners: `${listenersOf(port, proxied?.port)},CONTROLLER://${HOST}:${controllerPortOf(member)}`,
    'advertised.listeners': listenersOf(port, proxied?.advertisedPort),
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logDirectory.replaceAll('\\', '/'),
    'auto.create.topics.enable': 'false',
    'default.replication.factor': replicationFactor(member),
    'min.insync.replicas': inSync(member),
    'offsets.topic.replication.factor': replicationFactor(member),
    'offsets.topic.num.partitions': '5',
    'transaction.state.log.replication.factor': replicationFactor(member),
    'transaction.state.log.min.isr': inSync(member),
    'transaction.state.log.num.partitions': '5',
    'share.coordinator.state.topic.replication.factor': replicationFactor(member),
    'share.coordinator.state.topic.min.isr': inSync(member),
    'share.coordinator.state.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    // After a kill the old registration lives until its session ends; the new one waits for that.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    // Cleaning starts at once instead of after 30 s, with a buffer that fits the small heap.
    'log.initial.task.delay.ms': '500',
    'log.cleaner.backoff.ms': '500',
    'log.cleaner.dedupe.buffer.size': '8388608',
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

// Kafka rejects an id that starts with a dash.
export const kafkaClusterId = (): string => {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? kafkaClusterId() : id;
};

const format = (
  java: string,
  classPath: string,
  properties: string,
  clusterId: string,
  progress: Progress,
): Promise<void> =>
  runTool({
    doing: 'Kafka: format storage',
    command: java,
    args: ['-cp', classPath, LOG_LEVEL, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties],
    advice: 'An empty data directory helps where an older Kafka left its files.',
    progress,
  });

/**
 * Starts a real Kafka of one node (KRaft), or a node of a cluster, whose data survive a kill; or uses the one that
 * SLUICE_KAFKA_BROKERS names. Resolves when it answers. GatewayError: 'engine-missing' (says what to install),
 * 'engine-failed' (with its last log lines), 'refused' (another process uses the data directory).
 */
export const startKafka = async (options: KafkaOptions): Promise<EngineHandle> => {
  const progress: Progress = options.progress ?? (() => undefined);
  const brokers = process.env['SLUICE_KAFKA_BROKERS'];
  if (brokers !== undefined && brokers !== '' && options.own !== true) {
    progress(`Kafka: using ${brokers} (SLUICE_KAFKA_BROKERS)`);
    return configuredKafka(brokers);
  }
  const java = await javaForKafka();
  const jars = await kafkaJars(progress);
  const classPath = path.join(jars.folder, '*');
  const dataDirectory = path.resolve(options.dataDirectory);
  const logDirectory = path.join(dataDirectory, 'log');
  const properties = path.join(dataDirectory, 'server.properties');
  await mkdir(dataDirectory, { recursive: true });
  await claimDirectory(dataDirectory); // this precedes the ports: an engine left over by a killed parent holds them
  const clusterId = options.member?.clusterId ?? kafkaClusterId();
  const placed = async (): Promise<number> => {
    const chosen = await freePort(options.port);
    const member = options.member ?? { nodeId: 1, controllerPorts: { 1: await freePort() }, clusterId };
    await writeFile(properties, serverProperties(chosen, member, logDirectory, options.proxied));
    return chosen;
  };
  let port = await placed();
  if (!existsSync(path.join(logDirectory, 'meta.properties'))) {
    await format(java, classPath, properties, clusterId, progress);
    // That takes seconds, in which another process may have taken the ports.
    port = await placed();
  }
  const engine = new EngineProcess({
    name: 'kafka',
    address: `${HOST}:${port}`,
    origin: jars.origin,
    executable: java,
    args: ['-Xmx512m', '-cp', classPath, LOG_LEVEL, ...LOG_TIME, 'kafka.Kafka', properties],
    dataDirectory,
    ready: () => kafkaReady(HOST, port),
    readyMs: READY_MS,
  });
  progress(`Kafka: starting at ${engine.address} (${jars.origin})`);
  await engine.start();
  progress(`Kafka: ready at ${engine.address}`);
  return engine;
};
