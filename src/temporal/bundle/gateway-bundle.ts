import type { WorkflowBundle } from '@temporalio/worker';
import type { ResolvedConfig } from '../../config/gateway/resolved';
import type { Log } from '../../log';
import { readStoredBundle } from './stored-bundle';
import { workflowBundle } from './workflow-bundle';

/** The bundle that was made beforehand, or a new one. @throws GatewayError `bundle-failed` */
export const gatewayBundle = (
  { bundlePath, workflowsPath }: Pick<ResolvedConfig, 'bundlePath' | 'workflowsPath'>,
  log: Log,
): Promise<WorkflowBundle> =>
  bundlePath === undefined ? workflowBundle(workflowsPath, log) : readStoredBundle(bundlePath, workflowsPath);
