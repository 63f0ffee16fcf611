// What Temporal's visibility knows about the workflows of a gateway, so that "all parked keys of a destination" is one
// query in its UI. The server stores the names: never rename one, or change its type.
import { STATUS_ATTRIBUTE, type Hosting } from '../contract/contract';
import { laneWorkflowId, routePrefix } from './workflow-id';

/** Holds `<gateway>/<route>`, and is set at the start. */
export const ROUTE_ATTRIBUTE = 'SluiceRoute';
/** Holds the key as in the workflow id, or the name of the lane, and is set at the start. */
export const KEY_ATTRIBUTE = 'SluiceKey';
/** Lists destinations at which head records failed, of parked and retrying keys, or for which postponed keys wait. */
export const DESTINATION_ATTRIBUTE = 'SluiceDestination';
/** Lists why, for the same keys: causes such as `http-status:422` and `breaker-open`, and their codes alone. */
export const CAUSE_ATTRIBUTE = 'SluiceCause';

export interface SearchAttribute {
  readonly name: string;
  /** Temporal's name of the type. */
  readonly type: 'Keyword' | 'KeywordList';
  /** Set if a gateway works without it: an older version set its namespace up, or visibility has no column left. */
  readonly optional?: true;
}

/** All attributes that are to be registered in a namespace before a gateway works there. */
export const SEARCH_ATTRIBUTES: readonly SearchAttribute[] = [
  { name: STATUS_ATTRIBUTE, type: 'Keyword' },
  { name: ROUTE_ATTRIBUTE, type: 'Keyword' },
  { name: KEY_ATTRIBUTE, type: 'Keyword' },
  { name: DESTINATION_ATTRIBUTE, type: 'KeywordList' },
  { name: CAUSE_ATTRIBUTE, type: 'KeywordList', optional: true },
];

/** Guards what workflows do with `CAUSE_ATTRIBUTE`. A worker holds it back where the attribute is not registered. */
export const CAUSE_PATCH = 'search-cause';

/** What is not known without an optional attribute. */
export const withoutCauses = (namespace: string): string =>
  `Keys are not told apart by cause: the search attribute ${CAUSE_ATTRIBUTE} is not registered. \`sluice setup\` registers it, or run \`${registerCommand(namespace, { name: CAUSE_ATTRIBUTE, type: 'KeywordList' })}\`; then restart the workers.`;

/** The command that registers an attribute by hand. */
export const registerCommand = (namespace: string, { name, type }: SearchAttribute): string =>
  `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${type}`;

/** The attributes by which a workflow can be found from its start. */
export const startAttributes = (
  gateway: string,
  route: string,
  hosting: Hosting,
): { readonly route: string; readonly key: string } => {
  const prefix = routePrefix(gateway, route);
  const key =
    hosting.kind === 'key'
      ? hosting.chain
      : laneWorkflowId(gateway, route, hosting.lane, hosting.of).slice(prefix.length);
  return { route: prefix.slice(0, -1), key };
};
