import { createJiti } from 'jiti';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { didYouMean } from '../../config/checking/closest-name';
import { errorText } from '../../errors';
import { gatewayBundle } from '../../temporal/bundle/workflow-bundle';
import type { Log } from '../../log';
import type { Finding } from './finding';
import { handledRoutes, handlersBesideEachOther } from './handlers-beside-each-other';

const exportFinding = (route: string, handler: string, exported: Readonly<Record<string, unknown>>): Finding => {
  const check = `handler ${handler} of route ${route}`;
  const value = exported[handler];
  if (typeof value === 'function') return { check, ok: true, message: 'exported' };
  if (value !== undefined)
    return { check, ok: false, message: 'is exported, but is not what keyedWorkflow(...) returns' };
  return { check, ok: false, message: `is not exported${didYouMean(handler, Object.keys(exported))}` };
};

const besideFinding = (message: string): Finding => ({ check: 'names of steps', ok: true, message, warning: true });

/** Checks that Temporal's bundler accepts the handlers' file, and that it exports what the routes name. */
export const checkHandlers = async (config: ResolvedConfig, log: Log): Promise<readonly Finding[]> => {
  const file = config.workflowsPath;
  const check = file === undefined ? 'workflow bundle' : `workflow bundle of ${file}`;
  try {
    const { code } = await gatewayBundle(config, log);
    const bundled: Finding = { check, ok: true, message: `${Math.ceil(code.length / 1_024)} KiB` };
    if (file === undefined) return [bundled];
    const exported = await createJiti(file, { fsCache: false }).import<Readonly<Record<string, unknown>>>(file);
    return [
      bundled,
      ...handledRoutes(config).map(({ name, workflowType }) => exportFinding(name, workflowType, exported)),
      ...handlersBesideEachOther(config).map(besideFinding),
    ];
  } catch (error) {
    return [{ check, ok: false, message: errorText(error) }];
  }
};
