import { type Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { describedWorkflow } from '../../temporal/described-workflow';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { outboxWorkflowId } from '../../model/names/outbox-names';

/** What a writer's owner reports with each heartbeat. */
interface Beat {
  readonly holder?: string;
  readonly sequence?: string;
  readonly published?: number;
  readonly underWay?: number;
  readonly trouble?: string;
}

export interface OutboxWriterStatus extends Beat {
  readonly writer: number;
  /** `held`: a process publishes; `waiting`: none has claimed it; `missing`: no worker with an outbox has run yet. */
  readonly status: 'held' | 'waiting' | 'missing';
}

const STARTED = 2;

/** Returns each writer of the gateway, as its workflow's pending activity shows. */
export const outboxStatus = (
  client: Client,
  { name, outbox }: ResolvedConfig,
): Promise<readonly OutboxWriterStatus[]> =>
  outbox.enabled
    ? Promise.all(Array.from({ length: outbox.writers }, (_, writer) => writerStatus(client, name, writer)))
    : Promise.resolve([]);

const writerStatus = async (client: Client, gateway: string, writer: number): Promise<OutboxWriterStatus> => {
  const run = await describedWorkflow(client.workflow.getHandle(outboxWorkflowId(gateway, writer)));
  if (run?.status.name !== 'RUNNING') return { writer, status: 'missing' };
  const [ownership] = run.raw.pendingActivities ?? [];
  const [details] = ownership?.heartbeatDetails?.payloads ?? [];
  const beat = details === undefined ? {} : defaultPayloadConverter.fromPayload<Beat>(details);
  return { writer, status: Number(ownership?.state) === STARTED ? 'held' : 'waiting', ...beat };
};
