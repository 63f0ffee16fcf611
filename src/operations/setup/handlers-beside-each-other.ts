import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { DELIVER_WORKFLOW } from '../../model/contract/contract';
import { PUBLISH_WORKFLOW } from '../../model/contract/outbox-contract';

/** Workflows of routes without a handler. */
const OWN_WORKFLOWS: ReadonlySet<string> = new Set([DELIVER_WORKFLOW, PUBLISH_WORKFLOW]);

type Routes = Pick<ResolvedConfig, 'routes'>;

export const handledRoutes = ({ routes }: Routes): readonly ResolvedRoute[] =>
  routes.filter(({ workflowType }) => !OWN_WORKFLOWS.has(workflowType));

/**
 * Warns of each two handlers of one topic, in words. Their idempotency keys differ by the names of steps alone (I5), and
 * only their authors know which APIs they call at which step. The rules of the configuration refuse what is certain.
 */
export const handlersBesideEachOther = (config: Routes): readonly string[] => {
  const handled = handledRoutes(config);
  return handled.flatMap((later, index) =>
    handled.slice(0, index).flatMap((earlier) => {
      const topic = earlier.topics.find((one) => later.topics.includes(one));
      return topic === undefined ? [] : [words(earlier.name, later.name, topic)];
    }),
  );
};

const words = (one: string, other: string, topic: string): string =>
  `Routes ${one} and ${other} both handle topic ${topic}, and idempotency keys name no route. Where both call one API ` +
  'or start a child at a step of the same name (steps without a name are 1, 2, ...), the second call is taken for a ' +
  'repeat of the first: give the steps of one of the two handlers names of their own.';
