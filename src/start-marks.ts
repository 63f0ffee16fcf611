import type { WorkflowOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import type { HostInput } from './model/contract';
import { KEY_ATTRIBUTE, ROUTE_ATTRIBUTE, startAttributes } from './model/search-attributes';

const routeKey = defineSearchAttributeKey(ROUTE_ATTRIBUTE, SearchAttributeType.KEYWORD);
const keyKey = defineSearchAttributeKey(KEY_ATTRIBUTE, SearchAttributeType.KEYWORD);

/**
 * What Temporal's UI shows of a workflow that hosts keys, and finds it by, from its start on. All its runs have the search
 * attributes; the summary stays with the first (server 1.29).
 */
export const startMarks = ({
  gateway,
  route,
  hosting,
}: HostInput): Pick<WorkflowOptions, 'staticSummary' | 'typedSearchAttributes'> => {
  const where =
    hosting.kind === 'key' ? `key ${hosting.chain}` : `lane ${String(hosting.lane)} of ${String(hosting.of)}`;
  const attributes = startAttributes(gateway, route, hosting);
  return {
    staticSummary: `Route ${route}, ${where}`.replace(/[\\`*_[\]<>]/g, '\\$&').slice(0, 200),
    typedSearchAttributes: new TypedSearchAttributes([
      { key: routeKey, value: attributes.route },
      { key: keyKey, value: attributes.key },
    ]),
  };
};
