import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const FOLDER = path.resolve(__dirname, '../../histories');

/** Stores the history of the last run, unless another one is named. */
export const storeHistory = async (client: Client, name: string, workflowId: string, runId?: string): Promise<void> => {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  await writeFile(path.join(FOLDER, `${name}.pb`), temporal.api.history.v1.History.encode(history).finish());
  process.stdout.write(`${name}: ${String(history.events?.length)} events\n`);
};
