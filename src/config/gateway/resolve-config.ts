// Turns a definition and the environment into a ResolvedConfig, or one error with every problem.
import { basename, dirname, resolve } from 'node:path';
import { agentProblems } from '../agent/agent-rules';
import { bundleSettings, deploymentSettings } from '../connections/worker-settings';
import { callbackProblems, resolvedCallbacks } from './callbacks-options';
import { destinationProblems } from '../destination/destination-rules';
import type { Environment, Files } from '../environment/environment';
import { gatewayProblems } from './gateway-rules';
import { gatewaySchema } from './gateway-schema';
import { kafkaSettings } from '../connections/kafka-settings';
import { problemsError } from '../checking/problem';
import { resolvedAgent } from '../agent/resolve-agent';
import { resolvedDestination } from '../destination/resolve-destination';
import { resolvedRoute } from '../route/resolve-route';
import { resolvedOutbox } from './resolve-outbox';
import type { ResolvedConfig } from './resolved-config';
import { routeProblems } from '../route/route-rules';
import { schemaProblems } from './schema-problems';
import { temporalSettings } from '../connections/temporal-settings';
import { metricsSettings } from '../telemetry/metrics-options';
import { tracingSettings } from '../telemetry/tracing-options';

export interface ConfigSource {
  /** Absolute path of the config file: relative paths in it start from its directory. */
  readonly file: string;
  readonly env: Environment;
  readonly files: Files;
}

/**
 * Checks the whole definition together with the environment.
 * @throws GatewayError `config-invalid` with one line for each problem.
 */
export const resolveConfig = (definition: unknown, { file, env, files }: ConfigSource): ResolvedConfig => {
  const directory = dirname(file);
  const parsed = gatewaySchema.safeParse(definition);
  const kafka = kafkaSettings(definition, env, files);
  const temporal = temporalSettings(definition, env, files);
  const deployment = deploymentSettings(definition, env);
  const bundle = bundleSettings(env, files);
  const metrics = metricsSettings(definition, env);
  const tracing = tracingSettings(definition, env);
  const problems = [
    ...(parsed.success ? [] : schemaProblems(definition, parsed.error.issues)),
    ...gatewayProblems(definition, directory, files),
    ...destinationProblems(definition, env, files),
    ...routeProblems(definition),
    ...agentProblems(definition),
    ...callbackProblems(definition, env, files),
    ...kafka.problems,
    ...temporal.problems,
    ...deployment.problems,
    ...bundle.problems,
    ...metrics.problems,
    ...tracing.problems,
  ];
  if (!parsed.success || problems.length > 0) throw problemsError(basename(file), problems);
  const gateway = parsed.data;
  const destinations = new Map(
    Object.entries(gateway.destinations).map(([name, destination]) => [
      name,
      resolvedDestination(destination, env, files),
    ]),
  );
  return {
    name: gateway.name,
    workflowsPath: gateway.workflows === undefined ? undefined : resolve(directory, gateway.workflows),
    bundlePath: bundle.value,
    kafka: kafka.value,
    incarnation: gateway.kafka.incarnation,
    consumer: { sessionTimeoutMs: gateway.kafka.sessionTimeout, metadataMaxAgeMs: gateway.kafka.metadataMaxAge },
    temporal: temporal.value,
    destinations,
    routes: Object.entries(gateway.routes).map(([name, route]) => resolvedRoute(gateway, name, route)),
    agents: Object.entries(gateway.agents).map(([name, agent]) => resolvedAgent(name, agent, destinations)),
    callbacks: gateway.callbacks && resolvedCallbacks(gateway.callbacks, env, files),
    metrics: metrics.value,
    tracing: tracing.value,
    bridge: gateway.bridge,
    worker: {
      concurrentActivities: gateway.worker.concurrentActivities,
      concurrentWorkflowTasks: gateway.worker.concurrentWorkflowTasks,
      cachedWorkflows: gateway.worker.cachedWorkflows,
      stickyTimeoutMs: gateway.worker.stickyTimeout,
      deployment: deployment.value,
    },
    outbox: resolvedOutbox(gateway),
    ledgerTopic: gateway.ledger.topic,
    gracePeriodMs: gateway.gracePeriod,
  };
};
