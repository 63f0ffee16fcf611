import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../config/gateway/resolved-config';
import { errorText } from '../errors';
import type { Log } from '../log';
import { OUTBOX_WORKFLOW, type OutboxInput } from '../model/contract/outbox-contract';
import { outboxWorkflowId } from '../model/names/outbox-names';

const CHECK_MS = 30_000;

/**
 * Starts the writers that are not running. What a writer must remember is in Kafka, so a terminated one starts again
 * without losing anything.
 */
export const startWriters = async (client: Client, config: ResolvedConfig): Promise<void> => {
  const { name: gateway, outbox, temporal } = config;
  for (let writer = 0; writer < outbox.writers; writer += 1) {
    const input: OutboxInput = { gateway, writer, sessions: 0 };
    await client.workflow.start(OUTBOX_WORKFLOW, {
      workflowId: outboxWorkflowId(gateway, writer),
      taskQueue: temporal.taskQueue,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `outbox writer ${writer}`,
    });
  }
};

/** Restarts writers that are not running, until `close`. */
export const keepWriters = (client: Client, config: ResolvedConfig, log: Log): { close(): void } => {
  const timer = setInterval(() => {
    startWriters(client, config).catch((error: unknown) => {
      log.warn({ error: errorText(error) }, 'the outbox writers could not be checked; trying again');
    });
  }, CHECK_MS);
  timer.unref();
  return {
    close: () => {
      clearInterval(timer);
    },
  };
};
