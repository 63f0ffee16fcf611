import { createHash } from 'node:crypto';
import type { PlannedRecord } from '../examples/transfer/src/transfer-plan';
import { chainId, keyWorkflowId } from '../src/model/names/workflow-id';

const busiestAccount = (records: readonly PlannedRecord[]): string => {
  const counts = new Map<string, number>();
  for (const { key } of records) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].reduce<readonly [string, number]>((most, next) => (next[1] > most[1] ? next : most), ['', 0])[0];
};

export interface WorkflowLink {
  readonly workflowId: string;
  readonly url: string;
}

/** Links to the workflow of the account with the most records, because its history shows the most. */
export const workflowLink = (uiAddress: string, records: readonly PlannedRecord[]): WorkflowLink => {
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const workflowId = keyWorkflowId('bank', 'transfers', chainId(Buffer.from(busiestAccount(records)), sha256));
  return { workflowId, url: `${uiAddress}/namespaces/default/workflows/${encodeURIComponent(workflowId)}` };
};
