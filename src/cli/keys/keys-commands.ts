import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { defined } from '../../model/defined';
import { GatewayError } from '../../errors';
import { headRecord } from '../../operations/keys/edit-key';
import { keyEffects } from '../../operations/keys/key-effects';
import { keyTarget, type KeyAddress, type KeyTarget } from '../../operations/keys/key-target';
import { assertFilters, routeNamed } from '../../operations/named';
import type { KeySelection } from '../../operations/keys/key-selection';
import { findNearMisses, type NearMiss } from '../../operations/keys/near-misses';
import { KeyLister, type KeyPage } from '../../operations/keys/list-keys';
import { wholeCommands } from '../../operations/keys/whole-commands';
import { showKey } from '../../operations/keys/show-key';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { effectsText } from './effect-lines';
import { selectedText } from './filter-text';
import { nearMissLines } from './near-miss-lines';
import { withKeyDocument } from './key-document';
import { keyTable } from './key-table';
import { recordText, shownKeyText } from './shown-key-lines';
import { withClient } from '../command/with-client';

export interface RouteOptions extends CommonOptions {
  readonly route: string;
}
export interface ListOptions extends RouteOptions, KeySelection {
  readonly limit: number;
  readonly page?: string;
  /** A second line for each key. */
  readonly verbose: boolean;
}
export interface KeyOptions extends RouteOptions {
  readonly address: KeyAddress;
}
export interface ShowOptions extends KeyOptions {
  /** Show the record that the key is at. */
  readonly record: boolean;
  /** Show the last effects of the key, or of the lane. */
  readonly effects: boolean;
}

/** A state is the user's and may be of any size; at most this much is shown. */
const MAX_STATE_CHARACTERS = 65_536;

const done = (document: Readonly<Record<string, unknown>>): CommandResult => ({ exitCode: EXIT_CODES.done, document });

/** `sluice keys list` */
export const listKeysCommand = (options: ListOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const route = routeNamed(config, options.route);
    assertFilters(config, options);
    const page = await new KeyLister(client, config, route).list(options, options.limit, options.page);
    const shown = { now: Date.now(), width: context.width, verbose: options.verbose, topics: route.topics.length > 1 };
    for (const line of keyTable(page.keys, shown)) context.print(line);
    const near = await missedBy(options, page, client, config, route);
    if (page.keys.length === 0) context.print(`No key of route ${route.name} is ${selectedText(options)}.`);
    for (const line of nearMissLines(near, `keys list -r ${route.name}`)) context.print(line);
    if (page.page !== undefined) context.print(`There may be more keys: continue with --page ${page.page}`);
    for (const line of unansweredLines(page)) context.print(line);
    const keys = page.keys.map(withKeyDocument);
    return done({ route: route.name, ...page, keys, ...(near.length === 0 ? {} : { near: near.map(nearDocument) }) });
  });

/** One of those that did not answer is named: `keys show` tells why it does not, and so of the others. */
const unansweredLines = ({ unanswered, keys }: KeyPage): readonly string[] => {
  if (unanswered === 0) return [];
  const silent = keys.find(({ status }) => status === 'unknown') ?? keys.find(({ waiting }) => waiting === undefined);
  const why =
    silent === undefined ? '' : wholeCommands(' `sluice keys show` says why.', silent.workflowId, silent.chain);
  return [`Workflows that did not answer: ${unanswered}. Is a worker running?${why}`];
};

const nearDocument = ({ selection, keys }: NearMiss): object => ({ ...selection, keys });

const missedBy = async (
  { status, destination, error, exact, page: continued }: ListOptions,
  { keys, more }: KeyPage,
  client: Client,
  config: ResolvedConfig,
  route: ResolvedRoute,
): Promise<readonly NearMiss[]> =>
  keys.length > 0 || more || continued !== undefined
    ? []
    : findNearMisses(client, config, [route], [status], defined({ destination, error, exact }));

const boundedState = (state: unknown): { readonly state?: unknown; readonly stateCut?: string } => {
  if (state === undefined) return {};
  const text = JSON.stringify(state);
  return text.length <= MAX_STATE_CHARACTERS ? { state } : { stateCut: text.slice(0, MAX_STATE_CHARACTERS) };
};

/** `sluice keys show` */
export const showKeyCommand = (options: ShowOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const target = keyTarget(config, options.route, options.address);
    const { state, ...shown } = await showKey(client, target);
    context.print(shownKeyText({ ...shown, state }));
    const record = options.record ? await shownRecord(client, config, target, context) : {};
    const effects = options.effects ? await shownEffects(client, config, target, context) : {};
    const { status, keys } = shown;
    const keyed = defined({ status: status && withKeyDocument(status), keys: keys?.map(withKeyDocument) });
    return done({ route: options.route, ...shown, ...keyed, ...boundedState(state), ...record, ...effects });
  });

const shownRecord = async (
  client: Client,
  config: ResolvedConfig,
  { chain, ...target }: KeyTarget,
  { log, print }: CommandContext,
): Promise<Readonly<Record<string, unknown>>> => {
  if (chain === undefined)
    throw new GatewayError('refused', 'Expected one key, got a lane, whose keys each have a record: name the key.');
  const record = (await headRecord(client, config, { ...target, chain }, log)) ?? null;
  print(recordText(record));
  return { record };
};

const shownEffects = async (
  client: Client,
  config: ResolvedConfig,
  target: KeyTarget,
  { print }: CommandContext,
): Promise<Readonly<Record<string, unknown>>> => {
  const effects = await keyEffects(client, config, target);
  print(effectsText(effects, target.chain === undefined));
  return effects === undefined ? {} : { effects };
};
