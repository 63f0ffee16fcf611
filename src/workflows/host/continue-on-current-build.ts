// Worker versioning: a run stays on the build that began it, and the next run begins on the build then current.
import { makeContinueAsNewFunc, workflowInfo } from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes';

type Next = (input: unknown) => Promise<unknown>;

/** The input is written as JSON, though workflows take theirs as it came, see `checkedStart`. */
const typeInfo = { inputTypes: [] } as const;

/**
 * Continues as new with `input`. If the worker belongs to a deployment, the next run moves to its current build.
 *
 * The command tells servers from 1.31 so. Older ones (1.29 and 1.30, which know pinned workflows) let the next run of a
 * pinned workflow inherit its build, unless the task that ends the run says that the workflow upgrades by itself. The
 * SDK cannot say so for one task; @temporalio/workflow is pinned, and test/guarantees/deployments shows that it works.
 */
export const continueOnCurrentBuild = (input: unknown): Promise<never> => {
  // Workers outside deployments have a version too, without a deployment name; the server refuses the rest from them.
  const { deploymentName = '' } = workflowInfo().currentDeploymentVersion ?? {};
  if (deploymentName === '') return makeContinueAsNewFunc<Next>({ typeInfo })(input);
  getActivator().versioningBehavior = 'AUTO_UPGRADE';
  return makeContinueAsNewFunc<Next>({ typeInfo, initialVersioningBehavior: 'AUTO_UPGRADE' })(input);
};
