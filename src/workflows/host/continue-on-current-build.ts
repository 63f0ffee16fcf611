// Worker versioning: a run stays on the build that began it, and the next run begins on the build that is current then.
import { continueAsNew, makeContinueAsNewFunc, workflowInfo } from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes';

/**
 * Continues as new with `input`. Where the worker belongs to a deployment, the next run moves to its current build.
 *
 * Servers from 1.31 are told so with the command. Older ones (1.29 and 1.30, which know pinned workflows) let the next run
 * of a pinned workflow inherit its build, unless the task that ends the run says that the workflow upgrades by itself. The
 * SDK gives no way to say so for one task; @temporalio/workflow is pinned, and test/guarantees/deployments shows that it works.
 */
export const continueOnCurrentBuild = (input: unknown): Promise<never> => {
  // Workers outside of deployments have a version, too, of no deployment; the server refuses what is said below from them.
  const { deploymentName = '' } = workflowInfo().currentDeploymentVersion ?? {};
  if (deploymentName === '') return continueAsNew<(input: unknown) => Promise<unknown>>(input);
  getActivator().versioningBehavior = 'AUTO_UPGRADE';
  return makeContinueAsNewFunc<(input: unknown) => Promise<unknown>>({ initialVersioningBehavior: 'AUTO_UPGRADE' })(
    input,
  );
};
