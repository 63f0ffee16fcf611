import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { GatewayError } from '../../errors';
import { headRecord } from '../../operations/keys/edit-key';
import { keyEffects } from '../../operations/keys/key-effects';
import { keyTarget, type KeyAddress, type KeyTarget } from '../../operations/keys/key-target';
import { assertFilters, routeNamed } from '../../operations/named';
import type { KeySelection } from '../../operations/keys/key-selection';
import { KeyLister } from '../../operations/keys/list-keys';
import { showKey } from '../../operations/keys/show-key';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { effectsText } from './effect-lines';
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

const selected = ({ status, destination, error, exact }: KeySelection): string =>
  [
    status === 'all' ? 'known' : status,
    destination === undefined ? '' : ` at destination ${destination}`,
    error === undefined ? '' : ` with error ${error}`,
    exact === true ? ' and nothing else' : '',
  ].join('');

/** `sluice keys list` */
export const listKeysCommand = (options: ListOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const route = routeNamed(config, options.route);
    assertFilters(config, options);
    const page = await new KeyLister(client, config, route).list(options, options.limit, options.page);
    const shown = { now: Date.now(), width: context.width, verbose: options.verbose, topics: route.topics.length > 1 };
    for (const line of keyTable(page.keys, shown)) context.print(line);
    if (page.keys.length === 0) context.print(`No key of route ${route.name} is ${selected(options)}.`);
    if (page.page !== undefined) context.print(`There may be more keys: continue with --page ${page.page}`);
    if (page.unanswered > 0) context.print(`Workflows that did not answer: ${page.unanswered}. Is a worker running?`);
    return done({ route: route.name, ...page });
  });

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
    return done({ route: options.route, ...shown, ...boundedState(state), ...record, ...effects });
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
