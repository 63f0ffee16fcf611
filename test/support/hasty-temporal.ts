import type { Client } from '@temporalio/client';
import { startTemporal, type EngineHandle } from '../../src/engines';
import { withTemporaryDirectory } from './with-temporary-directory';

/** Closed runs of a workflow id. */
export const runsContinued = async (client: Client, workflowId: string): Promise<number> => {
  const query = `WorkflowId = '${workflowId}' AND ExecutionStatus = 'ContinuedAsNew'`;
  return (await client.workflow.count(query)).count;
};

const FEW_EVENTS = { 'limit.historyCount.suggestContinueAsNew': '120' };

/** A Temporal with limits of its own: by default one that suggests continue-as-new after few events, so that it happens all the time. */
export const withHastyTemporal = <T>(
  body: (temporal: EngineHandle) => Promise<T>,
  dynamicConfig: Readonly<Record<string, string>> = FEW_EVENTS,
): Promise<T> =>
  withTemporaryDirectory(async (dataDirectory) => {
    const temporal = await startTemporal({ dataDirectory, dynamicConfig });
    try {
      return await body(temporal);
    } finally {
      await temporal.stop();
    }
  });
