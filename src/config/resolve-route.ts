import { DELIVER_WORKFLOW } from '../model/contract';
import { PUBLISH_WORKFLOW } from '../model/outbox-contract';
import { resolvedPublish } from './resolve-outbox';
import { routeRetry } from './resolve-retry';
import type { ResolvedDeliver, ResolvedRoute } from './resolved';
import type { ParsedRoute } from './route-schema';

const terminalActions = (given: ParsedRoute['onTerminal']): ResolvedRoute['onTerminal'] =>
  typeof given === 'string'
    ? { effect: given, handler: given, refused: given, undecodable: given, gone: given }
    : given;

const resolvedDeliver = ({ callbackTimeout, ...deliver }: NonNullable<ParsedRoute['deliver']>): ResolvedDeliver => ({
  ...deliver,
  callbackTimeoutMs: callbackTimeout,
});

export const resolvedRoute = (gateway: string, name: string, route: ParsedRoute): ResolvedRoute => ({
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
});
