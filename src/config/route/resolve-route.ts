import { DELIVER_WORKFLOW } from '../../model/contract/contract';
import { PUBLISH_WORKFLOW } from '../../model/contract/outbox-contract';
import type { ParsedGateway } from '../gateway/gateway-schema';
import { resolvedPublish } from '../gateway/resolve-outbox';
import { routeRetry } from '../destination/retry-policy';
import type { ResolvedDeliver, ResolvedRoute } from '../gateway/resolved';
import type { ParsedRoute } from './route-schema';

const terminalActions = (given: ParsedRoute['onTerminal']): ResolvedRoute['onTerminal'] => {
  if (typeof given === 'object') return { ...given, gone: given.gone };
  const action = given ?? 'park';
  return { effect: action, handler: action, refused: action, undecodable: action, gone: given };
};

const resolvedDeliver = ({ callbackTimeout, ...deliver }: NonNullable<ParsedRoute['deliver']>): ResolvedDeliver => ({
  ...deliver,
  callbackTimeoutMs: callbackTimeout,
});

export const resolvedRoute = (
  { name: gateway, ledger }: Pick<ParsedGateway, 'name' | 'ledger'>,
  name: string,
  route: ParsedRoute,
): ResolvedRoute => ({
  name,
  topics: route.topics,
  value: route.value,
  workflowType: route.workflow ?? (route.publish === undefined ? DELIVER_WORKFLOW : PUBLISH_WORKFLOW),
  deliver: route.deliver && resolvedDeliver(route.deliver),
  publish: route.publish && resolvedPublish(route.publish),
  lanes: route.lanes ?? 0,
  retireAfterMs: route.retireAfter,
  nullKeySpread: route.nullKeys === 'partition' ? 0 : route.nullKeys.spread,
  groupId: route.groupId ?? `${gateway}.${name}`,
  onTerminal: terminalActions(route.onTerminal),
  retry: routeRetry(route.retry),
  deadLetterTopic: route.deadLetterTopic ?? `${gateway}.${name}.dead-letters`,
  ledgerKeep: route.ledger?.keep ?? ledger.keep,
});
