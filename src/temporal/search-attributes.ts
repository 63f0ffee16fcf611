// Handles search attributes as the server knows them: registers them and gives them to workflows that host keys.
import { setTimeout as delay } from 'node:timers/promises';
import type { Client, WorkflowOptions } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { GatewayError, errorText } from '../errors';
import type { HostInput } from '../model/contract/contract';
import { hostSummary } from '../model/routes/hosting-words';
import {
  KEY_ATTRIBUTE,
  registerCommand,
  ROUTE_ATTRIBUTE,
  SEARCH_ATTRIBUTES,
  startAttributes,
  type SearchAttribute,
} from '../model/names/search-attributes';

const USABLE_WITHIN_MS = 30_000;
const USABLE_POLL_MS = 250;

const { INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_KEYWORD_LIST } = temporal.api.enums.v1.IndexedValueType;

const TYPES = { Keyword: INDEXED_VALUE_TYPE_KEYWORD, KeywordList: INDEXED_VALUE_TYPE_KEYWORD_LIST } as const;

const routeKey = defineSearchAttributeKey(ROUTE_ATTRIBUTE, SearchAttributeType.KEYWORD);
const keyKey = defineSearchAttributeKey(KEY_ATTRIBUTE, SearchAttributeType.KEYWORD);
/** The server's own: with which builds a run has worked. It may be given at the start. */
export const BUILDS_ATTRIBUTE = 'BuildIds';
const buildsKey = defineSearchAttributeKey(BUILDS_ATTRIBUTE, SearchAttributeType.KEYWORD_LIST);
/** The values that the server gives when a worker without versioning completes a run's first task (server 1.29). */
const buildsOf = (build: string): string[] => ['unversioned', `unversioned:${build}`];

/** Search attributes under the type names of the server's API. */
export const indexedValueTypes = (
  attributes: readonly SearchAttribute[],
): Record<string, temporal.api.enums.v1.IndexedValueType> =>
  Object.fromEntries(attributes.map(({ name, type }) => [name, TYPES[type]]));

/**
 * Registers the missing search attributes, and waits until workflows may be started with them. Resolves to those that a
 * gateway has to do without.
 * @throws GatewayError `temporal-setup` with the commands to run, if this client lacks the permission.
 */
export const ensureSearchAttributes = async (client: Client): Promise<readonly SearchAttribute[]> => {
  await register(client, ({ optional }) => optional !== true);
  try {
    await register(client, ({ optional }) => optional === true);
    return [];
  } catch {
    // Whoever asked says in words what does not work without them, and how to register them.
    return SEARCH_ATTRIBUTES.filter(({ optional }) => optional === true);
  }
};

const register = async (client: Client, which: (attribute: SearchAttribute) => boolean): Promise<void> => {
  const { namespace } = client.options;
  let missing = SEARCH_ATTRIBUTES.filter(which);
  try {
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
    missing = missing.filter(({ name }) => !(name in customAttributes));
    if (missing.length === 0) return;
    const searchAttributes = indexedValueTypes(missing);
    await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    await untilUsable(client, missing);
  } catch (error) {
    const names = missing.map(({ name }) => name).join(', ');
    const commands = missing.map((attribute) => registerCommand(namespace, attribute)).join('\n  ');
    const message = `The search attributes ${names} are not registered and could not be registered: ${errorText(error)}. Run:\n  ${commands}`;
    throw new GatewayError('temporal-setup', message, { cause: error });
  }
};

/** The server notices a registration within seconds; until then it refuses to start workflows that use it. */
const untilUsable = async (client: Client, attributes: readonly SearchAttribute[]): Promise<void> => {
  const query = attributes.map(({ name }) => `${name} = 'none'`).join(' OR ');
  const deadline = Date.now() + USABLE_WITHIN_MS;
  for (;;) {
    try {
      await client.workflow.count(query);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(USABLE_POLL_MS);
  }
};

/**
 * What Temporal's UI shows of a workflow that hosts keys, and finds it by, from its start on. All its runs have the
 * search attributes; only the first has the summary (the SDK cannot pass another to the next run, and server 1.29 drops
 * it), so the current details begin with the same words.
 * `build`: of the worker that will have the run, if known. The server then has nothing to add to its visibility when
 * the first task ends, which is a fifth of what a new key costs it; another worker's build it adds, as always.
 */
export const startMarks = (
  { gateway, route, hosting }: HostInput,
  build?: string,
): Pick<WorkflowOptions, 'staticSummary' | 'typedSearchAttributes'> => {
  const attributes = startAttributes(gateway, route, hosting);
  return {
    staticSummary: hostSummary(route, hosting),
    typedSearchAttributes: new TypedSearchAttributes([
      { key: routeKey, value: attributes.route },
      { key: keyKey, value: attributes.key },
      ...(build === undefined ? [] : [{ key: buildsKey, value: buildsOf(build) }]),
    ]),
  };
};
