// What Temporal's visibility knows of the workflows of a gateway, so that "all parked keys of a destination" is one query
// in its UI. Names are stored by the server: never rename one, or change its type.
import { STATUS_ATTRIBUTE, type Hosting } from './contract/contract';
import { laneWorkflowId, routePrefix } from './workflow-id';

/** `<gateway>/<route>`, set at the start. */
export const ROUTE_ATTRIBUTE = 'SluiceRoute';
/** The key as it stands in the workflow id, or the name of the lane, set at the start. */
export const KEY_ATTRIBUTE = 'SluiceKey';
/** Destinations at which the head records of parked and retrying keys failed: a list, because a lane hosts several keys. */
export const DESTINATION_ATTRIBUTE = 'SluiceDestination';

export interface SearchAttribute {
  readonly name: string;
  /** Temporal's name of the type. */
  readonly type: 'Keyword' | 'KeywordList';
}

/** All that must be registered in a namespace before a gateway works there. */
export const SEARCH_ATTRIBUTES: readonly SearchAttribute[] = [
  { name: STATUS_ATTRIBUTE, type: 'Keyword' },
  { name: ROUTE_ATTRIBUTE, type: 'Keyword' },
  { name: KEY_ATTRIBUTE, type: 'Keyword' },
  { name: DESTINATION_ATTRIBUTE, type: 'KeywordList' },
];

/** The command that registers one by hand. */
export const registerCommand = (namespace: string, { name, type }: SearchAttribute): string =>
  `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${type}`;

/** What a workflow is found by from its start on. */
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
