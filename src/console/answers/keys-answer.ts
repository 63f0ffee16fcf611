import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { defined } from '../../model/defined';
import { KeyLister } from '../../operations/keys/list-keys';
import { assertFilters, routeNamed } from '../../operations/named';
import type { KeysAsked } from '../port/console-port';
import type { KeysAnswer } from '../wire/keys';
import type { Groups } from '../wire/overview';
import { keyRow } from './key-row';

const KEYS = 100;

/** @throws GatewayError `refused` if `page` continues another list. */
export const keysAnswer = async (
  client: Client,
  config: ResolvedConfig,
  { route: name, status, destination, cause, exact, page }: KeysAsked,
  groups: Groups,
): Promise<KeysAnswer> => {
  const route = routeNamed(config, name);
  assertFilters(config, defined({ destination, error: cause }));
  const selection = { status, ...defined({ destination, error: cause, exact }) };
  const found = await new KeyLister(client, config, route).list(selection, KEYS, page);
  return {
    groups: { ...groups, rows: groups.rows.filter((row) => row.route === route.name) },
    keys: found.keys.map((key) => keyRow(route.name, key)),
    ...defined({ page: found.page }),
    unanswered: found.unanswered,
  };
};
