// Defines every option of gateway.config.ts once: shape, bounds, default and words. Validation and the tables of
// docs/configuration.md come from here. `test/unit/config/gateway/gateway-schema.test.ts` compares it with
// definition.ts.
import { z } from 'zod';
import { agentSchema } from '../agent/agent-schema';
import { callbacksSchema } from './callbacks-options';
import { DEFAULTS } from '../checking/defaults';
import { destinationSchema } from '../destination/destination-schema';
import { brokerAddress } from '../connections/broker-address';
import { buildId, deploymentName, filePath, freeName, gatewayName } from '../checking/name-schemas';
import { duration } from '../checking/duration-schema';
import { expectations } from '../checking/expectations';
import { flag, integer } from '../checking/leaf-schemas';
import { ledgerSchema } from '../route/ledger-schema';
import { about } from '../checking/option-words';
import { outboxSchema } from './outbox-schema';
import { routeSchema } from '../route/route-schema';
import { metricsSchema } from '../telemetry/metrics-options';
import { tracingSchema } from '../telemetry/tracing-options';

export const kafkaSchema = z.strictObject({
  brokers: z
    .array(brokerAddress)
    .min(1)
    .register(expectations, { expected: "a list of at least one 'host:port'" })
    .optional()
    .register(...about('Brokers that the gateway connects to first.', { variable: 'KAFKA_BROKERS' })),
  clientId: freeName.optional().register(
    ...about('Name of the gateway in the logs and quotas of the brokers.', {
      variable: 'KAFKA_CLIENT_ID',
      standard: "the gateway's name",
    }),
  ),
  ssl: flag.optional().register(...about('Connect with TLS.', { variable: 'KAFKA_SSL', standard: '`false`' })),
  incarnation: freeName.optional().register(
    ...about(
      'Identity of the topics, for brokers that have no topic ids; a new value makes every topic a new stream.',
      {
        standard: 'the topic ids of the cluster',
      },
    ),
  ),
  sessionTimeout: duration('6s', '5m')
    .prefault('30s')
    .register(...about('A bridge that does not answer for this long loses its partitions to the others of its group.')),
  metadataMaxAge: duration('500ms', '10m')
    .prefault('30s')
    .register(...about('The bridge notices added partitions within this time.')),
});

const temporalSchema = z.strictObject({
  taskQueue: freeName
    .optional()
    .register(...about('Temporal task queue of the workers.', { standard: '`sluice-<gateway name>`' })),
  profile: freeName
    .optional()
    .register(...about('Profile to read from temporal.toml.', { variable: 'TEMPORAL_PROFILE', standard: '`default`' })),
});

const bridgeSchema = z.strictObject({
  concurrentSignals: integer(1, 1_000)
    .prefault(64)
    .register(...about('Maximum number of calls to Temporal at the same time.')),
  recordsPerSignal: integer(1, 1_000)
    .prefault(500)
    .register(...about('Maximum number of records in one signal.')),
  bytesPerSignal: integer(16_384, 1_572_864)
    .prefault(DEFAULTS.bytesPerSignal)
    .register(...about('Maximum number of bytes in one signal; Temporal refuses 2 MiB.')),
  maxPendingRecords: integer(1, 1_000_000)
    .prefault(20_000)
    .register(
      ...about(
        'Maximum number of records that Kafka has delivered and that are not durable yet, over all partitions of a route.',
      ),
    ),
  maxPendingBytes: integer(1_048_576, 1_073_741_824)
    .prefault(67_108_864)
    .register(...about('Maximum number of bytes of those records.')),
  inlineBytes: integer(0, 1_048_576)
    .prefault(DEFAULTS.inlineBytes)
    .register(...about('Largest value that a signal carries, in bytes; the worker reads larger ones back from Kafka.')),
});

const deploymentSchema = z.strictObject({
  name: deploymentName
    .optional()
    .register(...about('Name of the Temporal Worker Deployment.', { standard: '`sluice-<gateway name>`' })),
  buildId: buildId.optional().register(
    ...about(
      "Names what is deployed: choose a new one with each change of the handlers' file. Setting the variable is enough.",
      {
        variable: 'SLUICE_BUILD_ID',
        standard: 'no worker versioning',
      },
    ),
  ),
});

const workerSchema = z.strictObject({
  concurrentActivities: integer(1, 10_000)
    .prefault(200)
    .register(...about('Maximum number of batches of effects at the same time.')),
  concurrentWorkflowTasks: integer(2, 1_000)
    .prefault(40)
    .register(...about('Maximum number of workflow tasks at the same time.')),
  cachedWorkflows: integer(2, 1_000_000)
    .optional()
    .register(
      ...about('Maximum number of workflows kept in memory.', {
        standard: "by heap size, see Temporal's worker options",
      }),
    ),
  stickyTimeout: duration('1s', '10m')
    .prefault('10s')
    .register(
      ...about(
        'How long the next step of a key waits for the worker that has its workflow in memory; after that, any worker takes the step and replays the history.',
      ),
    ),
  deployment: deploymentSchema.optional(),
});

export const gatewaySchema = z
  .strictObject({
    name: gatewayName.register(
      ...about(
        'Names the gateway in workflow ids, idempotency keys, consumer groups and the task queue. Never change it.',
      ),
    ),
    workflows: filePath
      .optional()
      .register(
        ...about(
          'File with the handlers (`keyedWorkflow(...)` exports), relative to the config file. Needed when a route names a `workflow`.',
        ),
      ),
    kafka: kafkaSchema.prefault({}),
    temporal: temporalSchema.prefault({}),
    destinations: z
      .record(z.string(), destinationSchema)
      .register(expectations, { expected: 'an object of destinations by name' })
      .prefault({}),
    routes: z
      .record(z.string(), routeSchema)
      .register(expectations, { expected: 'an object of at least one route by name' }),
    agents: z
      .record(z.string(), agentSchema)
      .register(expectations, { expected: 'an object of poll agents by name' })
      .prefault({}),
    callbacks: callbacksSchema.optional(),
    metrics: metricsSchema.optional(),
    tracing: tracingSchema.optional(),
    bridge: bridgeSchema.prefault({}),
    worker: workerSchema.prefault({}),
    outbox: outboxSchema.optional(),
    ledger: ledgerSchema.prefault({}),
    gracePeriod: duration('1s', '1h')
      .prefault('30s')
      .register(...about('Time that work under way has to finish after the first SIGTERM or SIGINT.')),
  })
  .register(expectations, { expected: 'the object that defineGateway({ ... }) returns' });

export type ParsedGateway = z.output<typeof gatewaySchema>;
