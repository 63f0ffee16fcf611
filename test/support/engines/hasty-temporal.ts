import type { Client } from '@temporalio/client';
import type { EngineHandle } from '../../../src/engines';
import { withTemporal } from './with-temporal';

/** Counts the closed runs of a workflow id. */
export const runsContinued = async (client: Client, workflowId: string): Promise<number> => {
  const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'ContinuedAsNew'`;
  return (await client.workflow.count(query)).count;
};

/** Gives `body` a Temporal that suggests continue-as-new after a few events, so that it happens all the time. */
export const withHastyTemporal = <T>(body: (temporal: EngineHandle) => Promise<T>): Promise<T> =>
  withTemporal(body, { 'limit.historyCount.suggestContinueAsNew': '120' });
