import { GatewayError } from '../errors';
import { commandKey } from '../operations/command-key';
import { keyTarget, routeNamed, type KeyAddress, type KeyTarget } from '../operations/key-target';
import { KeyLister, type KeyFilter } from '../operations/list-keys';
import { restartKey } from '../operations/restart-key';
import { showKey } from '../operations/show-key';
import type { CommandContext, CommandResult, CommonOptions } from './command';
import { EXIT_CODES } from './exit-codes';
import { keyLine } from './key-lines';
import { withClient } from './with-client';
import { shownKeyText } from './shown-key-lines';

export interface RouteOptions extends CommonOptions {
  readonly route: string;
}
export interface ListOptions extends RouteOptions {
  readonly status: KeyFilter;
  readonly limit: number;
}
export interface KeyOptions extends RouteOptions {
  readonly address: KeyAddress;
}
export interface HoldOptions extends KeyOptions {
  readonly offset?: string;
}
export interface RestartOptions extends KeyOptions {
  readonly timeoutMs: number;
}

/** A state is the user's, and may be of any size; so much of it is shown. */
const MAX_STATE_CHARACTERS = 65_536;

const done = (document: Readonly<Record<string, unknown>>): CommandResult => ({ exitCode: EXIT_CODES.done, document });

/** `sluice keys list` */
export const listKeysCommand = (options: ListOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const route = routeNamed(config, options.route);
    const page = await new KeyLister(client, config, route).list(options.status, options.limit);
    for (const key of page.keys) context.print(keyLine(key));
    if (page.keys.length === 0)
      context.print(`No key of route ${route.name} is ${options.status === 'all' ? 'known' : options.status}.`);
    if (page.more) context.print('There are more: raise --limit.');
    if (page.unanswered > 0)
      context.print(`Workflows without an answer: ${String(page.unanswered)}. Does a worker run?`);
    return done({ route: route.name, ...page });
  });

const boundedState = (state: unknown): { readonly state?: unknown; readonly stateCut?: string } => {
  if (state === undefined) return {};
  const text = JSON.stringify(state);
  return text.length <= MAX_STATE_CHARACTERS ? { state } : { stateCut: text.slice(0, MAX_STATE_CHARACTERS) };
};

/** `sluice keys show` */
export const showKeyCommand = (options: KeyOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const { state, ...shown } = await showKey(client, keyTarget(config, options.route, options.address));
    context.print(shownKeyText({ ...shown, state }));
    return done({ route: options.route, ...shown, ...boundedState(state) });
  });

const oneKey = (target: KeyTarget): string => {
  if (target.chain !== undefined) return target.chain;
  throw new GatewayError('refused', 'Retry and skip act on one key, not on a lane: name the key.');
};

const holdCommand =
  (command: 'retry' | 'skip', words: string) =>
  (options: HoldOptions, context: CommandContext): Promise<CommandResult> =>
    withClient(options, context, async (config, client) => {
      const target = keyTarget(config, options.route, options.address);
      const chain = oneKey(target);
      await commandKey(client, command, target, {
        chain,
        ...(options.offset === undefined ? {} : { offset: options.offset }),
      });
      context.print(`${target.workflowId}: ${words}`);
      return done({ route: options.route, workflowId: target.workflowId, chain });
    });

/** `sluice keys retry` */
export const retryKeyCommand = holdCommand('retry', 'the record is tried again.');
/** `sluice keys skip` */
export const skipKeyCommand = holdCommand('skip', 'the record is left out; the next one follows.');

/** `sluice keys restart` */
export const restartKeyCommand = (options: RestartOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const target = keyTarget(config, options.route, options.address);
    const restarted = await restartKey(client, config, target, options.timeoutMs);
    context.print(
      `${restarted.workflowId}: runs again as run ${restarted.runId}, from run ${restarted.closedRunId} (${restarted.closedStatus}).`,
    );
    return done({ route: options.route, ...restarted });
  });
