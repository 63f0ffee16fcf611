import type { Client } from '@temporalio/client';
import { BuildMover } from './build-mover';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { Log } from '../../log';
import { AGENTS_WORKFLOW, HELD_AGENTS_WORKFLOW } from '../../model/contract/agent-contract';
import { AT_ONCE_WORKFLOW, HELD_WORKFLOW } from '../../model/contract/contract';
import { OUTBOX_WORKFLOW } from '../../model/contract/outbox-contract';
import { ROUTE_WORKFLOW } from '../../model/routes/route-control';
import { SHELF_WORKFLOW } from '../../model/contract/shelf-contract';

const OWN_WORKFLOWS = [
  AT_ONCE_WORKFLOW,
  HELD_WORKFLOW,
  OUTBOX_WORKFLOW,
  ROUTE_WORKFLOW,
  SHELF_WORKFLOW,
  AGENTS_WORKFLOW,
  HELD_AGENTS_WORKFLOW,
];

/** Creates the mover of the gateway's workflows to the current build; undefined without worker versioning. */
export const gatewayBuildMover = (config: ResolvedConfig, client: Client, log: Log): BuildMover | undefined => {
  const { deployment } = config.worker;
  if (deployment === undefined) return undefined;
  const { namespace, taskQueue } = config.temporal;
  const workflowTypes = [...new Set([...OWN_WORKFLOWS, ...config.routes.map(({ workflowType }) => workflowType)])];
  return new BuildMover(client, { deployment, namespace, taskQueue, workflowTypes }, log);
};
