import { GatewayError } from '../errors';
import { hostingWords } from '../model/routes/hosting-words';
import type { RouteControl } from '../model/routes/route-control';

const option = (lanes: number): string => (lanes === 0 ? 'take `lanes` out' : `set \`lanes: ${lanes}\``);

/**
 * Returns why a bridge with this configuration must not run: a key would move to another workflow, which does not know
 * which of its records were accepted. Undefined if the route is hosted as configured, or has not run yet.
 */
export const hostingChanged = (
  { route, lanes }: { readonly route: string; readonly lanes: number },
  { lanes: known }: Pick<RouteControl, 'lanes'>,
): GatewayError | undefined => {
  if (known === undefined || known === lanes) return undefined;
  const message =
    `Route ${route} hosts its keys in ${hostingWords(known)}, and the configuration says ${hostingWords(lanes)}. Its keys would move to ` +
    'workflows that do not know which of their records were taken in: records would be doubled or reordered. ' +
    `Either ${option(known)} again, or pause the route, let it drain, and run \`sluice rehost ${route}\`.`;
  return new GatewayError('hosting-changed', message);
};
