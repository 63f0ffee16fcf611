import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { listenText } from '../../config/telemetry/listen-address';
import { freePort } from '../../engines/free-port';
import { noteRunningDev } from '../../engines/running-dev';
import { startGateway, type Gateway } from '../../gateway/gateway';
import { ensureTopics } from '../../operations/setup/gateway-topics';
import { setupKafka } from '../../operations/setup/setup-kafka';
import { terminalText } from '../../terminal-text';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { connectedTo, devEnvironment, loadedConfig } from '../command/running-engines';
import { besideConsole } from '../console/beside-console';
import { CONSOLE_PORT } from '../console/console-port';
import { DevEngines, wantedPort, type DevPorts } from './dev-engines';
import { closedBy, serve, signalled } from './serve';
import { coreMetricsAddress } from './core-metrics-address';
import { installTemporalRuntime } from './temporal-runtime';

const PARTITIONS = 4;
const AS_SETUP = { partitions: undefined, replicationFactor: undefined, dryRun: false } as const;
/** Prometheus' own list of ports has it for OpenTelemetry's exporter; the next free one is taken if it is not. */
const METRICS_PORT = 9_464;

export interface DevOptions extends CommonOptions {
  readonly ports: DevPorts & { readonly metrics?: number; readonly console?: number };
}

const metricsOf = async (
  { metrics }: ResolvedConfig,
  { ports: { metrics: wanted } }: DevOptions,
): Promise<NonNullable<ResolvedConfig['metrics']>> => {
  const host = '127.0.0.1';
  if (wanted !== undefined) return { host, port: await wantedPort('--metrics-port', wanted, METRICS_PORT) };
  return metrics ?? { host, port: await freePort(METRICS_PORT) };
};

const startOn = async (
  engines: DevEngines,
  definition: ResolvedConfig & { readonly metrics: NonNullable<ResolvedConfig['metrics']> },
  options: DevOptions,
  context: CommandContext,
): Promise<Gateway> => {
  const { log, print } = context;
  const { metrics } = definition;
  const { kafka, temporal } = engines;
  const config = {
    ...connectedTo(definition, { brokers: kafka.address, temporal: temporal.address }),
    metrics,
  };
  const made = await ensureTopics(config, PARTITIONS, log);
  if (made.length > 0) print(`Topics made: ${made.join(', ')}, ${PARTITIONS} partitions each`);
  for (const { what, result, message } of await setupKafka(config, AS_SETUP, log)) {
    if (result === 'made' || result === 'failed') print(terminalText(`${what}: ${result}, ${message}`));
  }
  const { console: wanted } = options.ports;
  const coreMetrics = await coreMetricsAddress(config, [wanted ?? CONSOLE_PORT]);
  installTemporalRuntime(log, coreMetrics);
  const alone = await startGateway(config, { bridge: true, worker: true }, log, coreMetrics);
  const port = wanted ?? (await freePort(CONSOLE_PORT));
  const settings = { port, temporalUi: engines.temporal.uiAddress };
  const { gateway, url } = await besideConsole(alone, config, settings, context);
  print(`Kafka:       ${engines.kafka.address}`);
  print(`Temporal:    ${engines.temporal.address}`);
  print(`Temporal UI: ${engines.temporal.uiAddress ?? 'none'}`);
  print(`Console:     ${url}`);
  print(`Metrics:     http://${metrics.host}:${metrics.port}/metrics`);
  print('Other commands find these by themselves, from another terminal; other programs, and other configs, by:');
  print(`  export KAFKA_BROKERS=${engines.kafka.address} TEMPORAL_ADDRESS=${engines.temporal.address}`);
  print(`Ctrl-C drains and stops everything; the data stay for the next start, in ${engines.directory}`);
  return gateway;
};

/** `sluice dev`: starts engines, creates missing topics, and runs the gateway against them. */
export const devCommand = async (options: DevOptions, context: CommandContext): Promise<CommandResult> => {
  const { env, log } = context;
  const config = await loadedConfig(options, { ...context, env: devEnvironment(env) });
  const signals = context.stopSignals();
  // Engines take a while to start: what is refused is refused before.
  await wantedPort('--console-port', options.ports.console, CONSOLE_PORT);
  const metrics = await metricsOf(config, options);
  const starting = DevEngines.start(config.name, options.ports, (line) => {
    log.info({}, line);
  });
  // The first start may build for minutes, and there is nothing to drain yet. Engines end with this process.
  const started = starting.then((engines) => ({ kind: 'started', engines }) as const);
  const first = await Promise.race([started, signalled(signals.first)]);
  if (first.kind === 'signal') {
    const { exitCode, ...document } = closedBy(first.signal);
    return { exitCode, document };
  }
  const { engines } = first;
  const { kafka, temporal } = engines;
  let forget = (): Promise<void> => Promise.resolve();
  try {
    forget = await noteRunningDev(options.config, {
      ...{ brokers: kafka.address, temporal: temporal.address, by: 'dev' },
      ...(metrics.port === 0 ? {} : { health: listenText(metrics) }),
    });
    const { exitCode, ...document } = await serve(
      () => startOn(engines, { ...config, metrics }, options, context),
      signals,
      config.gracePeriodMs,
      log,
    );
    return { exitCode, document };
  } finally {
    await forget();
    await engines.stop();
  }
};
