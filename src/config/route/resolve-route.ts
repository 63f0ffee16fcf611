import { DELIVER_WORKFLOW } from '../../model/contract/contract';
import { PUBLISH_WORKFLOW } from '../../model/contract/outbox-contract';
import type { ParsedDestination } from '../destination/destination-schema';
import { routeRetry } from '../destination/retry-policy';
import type { ResolvedRoute } from './resolved-route';
import { resolvedDeliver } from './resolve-deliver';
import type { ParsedRoute } from './route-schema';

const terminalActions = (given: ParsedRoute['onTerminal']): ResolvedRoute['onTerminal'] => {
  if (typeof given === 'object') return { ...given, gone: given.gone };
  const action = given ?? 'park';
  return { effect: action, handler: action, refused: action, undecodable: action, gone: given };
};

/** Routes without code pass numbers on as text. */
const resolvedNumbers = ({ workflow, numbers }: ParsedRoute): ResolvedRoute['numbers'] =>
  workflow === undefined ? 'plain' : (numbers ?? 'exact');

/** What a route takes from its gateway. */
interface Surroundings {
  readonly name: string;
  readonly ledger: { readonly keep: number };
  readonly destinations: Readonly<Record<string, ParsedDestination>>;
}

export const resolvedRoute = (
  { name: gateway, ledger, destinations }: Surroundings,
  name: string,
  route: ParsedRoute,
): ResolvedRoute => ({
  name,
  topics: route.topics,
  value: route.value,
  key: route.key,
  numbers: resolvedNumbers(route),
  workflowType: route.workflow ?? (route.publish === undefined ? DELIVER_WORKFLOW : PUBLISH_WORKFLOW),
  deliver: route.deliver && resolvedDeliver(route.deliver, destinations[route.deliver.to]),
  publish: route.publish && { ...route.publish, key: route.publish.key, value: route.publish.value },
  lanes: route.lanes ?? 0,
  retireAfterMs: route.retireAfter,
  nullKeySpread: route.nullKeys === 'partition' ? 0 : route.nullKeys.spread,
  groupId: route.groupId ?? `${gateway}.${name}`,
  onTerminal: terminalActions(route.onTerminal),
  retry: routeRetry(route.retry),
  deadLetterTopic: route.deadLetterTopic ?? `${gateway}.${name}.dead-letters`,
  ledgerKeep: route.ledger?.keep ?? ledger.keep,
});
