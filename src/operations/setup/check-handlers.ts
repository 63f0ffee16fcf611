import { createJiti } from 'jiti';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { didYouMean } from '../../config/checking/closest-name';
import { errorText } from '../../errors';
import { gatewayBundle } from '../../temporal/bundle/workflow-bundle';
import type { Log } from '../../log';
import { DELIVER_WORKFLOW } from '../../model/contract/contract';
import { PUBLISH_WORKFLOW } from '../../model/contract/outbox-contract';
import type { Finding } from './finding';

/** Workflows of routes without a handler. */
const OWN_WORKFLOWS: ReadonlySet<string> = new Set([DELIVER_WORKFLOW, PUBLISH_WORKFLOW]);

const exportFinding = (route: string, handler: string, exported: Readonly<Record<string, unknown>>): Finding => {
  const check = `handler ${handler} of route ${route}`;
  const value = exported[handler];
  if (typeof value === 'function') return { check, ok: true, message: 'exported' };
  if (value !== undefined)
    return { check, ok: false, message: 'is exported, but is not what keyedWorkflow(...) returns' };
  return { check, ok: false, message: `is not exported${didYouMean(handler, Object.keys(exported))}` };
};

/** Checks that Temporal's bundler accepts the handlers' file, and that it exports what the routes name. */
export const checkHandlers = async (config: ResolvedConfig, log: Log): Promise<readonly Finding[]> => {
  const file = config.workflowsPath;
  const check = file === undefined ? 'workflow bundle' : `workflow bundle of ${file}`;
  try {
    const { code } = await gatewayBundle(config, log);
    const bundled: Finding = { check, ok: true, message: `${Math.ceil(code.length / 1_024)} KiB` };
    if (file === undefined) return [bundled];
    const exported = await createJiti(file, { fsCache: false }).import<Readonly<Record<string, unknown>>>(file);
    const handled = config.routes.filter(({ workflowType }) => !OWN_WORKFLOWS.has(workflowType));
    return [bundled, ...handled.map(({ name, workflowType }) => exportFinding(name, workflowType, exported))];
  } catch (error) {
    return [{ check, ok: false, message: errorText(error) }];
  }
};
