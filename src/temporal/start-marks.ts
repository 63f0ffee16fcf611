import type { WorkflowOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import type { HostInput } from '../model/contract/contract';
import { hostSummary } from '../model/hosting-words';
import { KEY_ATTRIBUTE, ROUTE_ATTRIBUTE, startAttributes } from '../model/search-attributes';

const routeKey = defineSearchAttributeKey(ROUTE_ATTRIBUTE, SearchAttributeType.KEYWORD);
const keyKey = defineSearchAttributeKey(KEY_ATTRIBUTE, SearchAttributeType.KEYWORD);

/**
 * What Temporal's UI shows of a workflow that hosts keys, and finds it by, from its start on. All its runs have the search
 * attributes; the summary stays with the first (the SDK has no way to give the next one another, and server 1.29 drops it), so
 * the current details begin with the same words.
 */
export const startMarks = ({
  gateway,
  route,
  hosting,
}: HostInput): Pick<WorkflowOptions, 'staticSummary' | 'typedSearchAttributes'> => {
  const attributes = startAttributes(gateway, route, hosting);
  return {
    staticSummary: hostSummary(route, hosting),
    typedSearchAttributes: new TypedSearchAttributes([
      { key: routeKey, value: attributes.route },
      { key: keyKey, value: attributes.key },
    ]),
  };
};
