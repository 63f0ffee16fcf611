// `sluice keys retry`, `skip`, `pause`, `resume` and `edit` act on one key, and all but `edit` also on a selection.
import { readFile } from 'node:fs/promises';
import { GatewayError, errorText } from '../../errors';
import type { WireHeader } from '../../model/contract/record';
import { commandKey, type KeyCommandResult } from '../../operations/keys/command-key';
import {
  BULK_STATUSES,
  commandKeys,
  newEffectOf,
  type BulkOutcome,
  type BulkVerb,
} from '../../operations/keys/command-keys';
import { isKey } from '../../model/wire/record-shapes';
import { doubtWords } from '../../model/doubt-words';
import { editKey } from '../../operations/keys/edit-key';
import { keyTarget, type KeyTarget } from '../../operations/keys/key-target';
import { showKey } from '../../operations/keys/show-key';
import { routeNamed } from '../../operations/named';
import type { KeyFilter } from '../../operations/keys/list-keys';
import { terminalText } from '../../terminal-text';
import type { CommandContext, CommandResult, CommonOptions } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { keyLine } from './key-lines';
import type { KeyOptions } from './keys-commands';
import { withClient } from '../command/with-client';
import { defined } from '../../model/defined';

interface RetryOptions {
  /** Send what is not done under new idempotency keys. */
  readonly newEffect?: boolean;
  /** The operator knows that some of it may have happened already. */
  readonly yes?: boolean;
}
export interface OneKeyOptions extends KeyOptions, RetryOptions {
  readonly offset?: string;
}
export interface AllKeysOptions extends CommonOptions, RetryOptions {
  /** Undefined for all routes. */
  readonly route?: string;
  readonly status?: KeyFilter;
  readonly destination?: string;
  readonly error?: string;
  readonly dryRun: boolean;
}
export interface EditOptions extends KeyOptions {
  readonly offset?: string;
  /** Also what may have happened already. */
  readonly yes?: boolean;
  readonly value?: string;
  readonly valueBase64?: Uint8Array;
  readonly valueFile?: string;
  readonly tombstone: boolean;
  readonly header: readonly WireHeader[];
  readonly removeHeader: readonly string[];
}

/** The document lists this many failures; the lines for people name all. */
const MAX_LISTED_FAILURES = 100;

const WORDS: Readonly<Record<BulkVerb | 'edit', string>> = {
  retry: 'the record is being retried.',
  skip: 'the record is skipped; the next one follows.',
  pause: 'the key is paused: it begins no further record.',
  resume: 'the key is resumed.',
  edit: 'the record is edited and is being retried',
};

const oneKey = (target: KeyTarget): KeyTarget & { readonly chain: string } => {
  const { chain } = target;
  if (chain !== undefined) return { ...target, chain };
  throw new GatewayError('refused', 'Expected one key, got a lane: name the key.');
};

const answered = (
  verb: BulkVerb | 'edit',
  { route, workflowId, chain }: KeyTarget,
  result: KeyCommandResult,
  { print }: CommandContext,
): CommandResult => {
  const named = { route: route.name, workflowId, chain, changed: result.changed };
  if (!result.changed) {
    print(`${workflowId}: ${terminalText(result.message)}`);
    return { exitCode: EXIT_CODES.done, document: { ...named, message: result.message } };
  }
  const { paused, busy, revision, doubts: [doubt] = [] } = result.answer;
  print(`${workflowId}: ${WORDS[verb]}${revision === undefined ? '' : ` (revision ${revision}).`}`);
  if (doubt !== undefined) {
    const sure = doubt.cause === 'done-before' ? 'done' : 'perhaps done';
    print(`Warning, ${sure}: ${terminalText(doubtWords(doubt))}`);
    if (verb === 'skip' && sure === 'done') print('A callback for it that comes from now on is refused (HTTP 410).');
  }
  if (busy === true) print('Records that are under way finish first.');
  if (paused === true && verb !== 'pause') print('The key is paused: this takes effect once the key is resumed.');
  return { exitCode: EXIT_CODES.done, document: { ...named, ...result.answer } };
};

/** `sluice keys retry`, `skip`, `pause` and `resume` of one key. */
export const actOnKey = (verb: BulkVerb, options: OneKeyOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const target = oneKey(keyTarget(config, options.route, options.address));
    const { chain, key } = target;
    const { offset, newEffect = false, yes = false } = options;
    const renewed = newEffect ? newEffectOf((await showKey(client, target)).status ?? {}, yes) : {};
    const request = {
      chain,
      ...defined({ offset }),
      ...(verb === 'pause' ? { key: isKey(key) ? key : null } : {}),
      ...renewed,
    };
    return answered(verb, target, await commandKey(client, verb, target, request), context);
  });

/** The same with `--all`. */
export const actOnAllKeys = (
  verb: BulkVerb,
  options: AllKeysOptions,
  context: CommandContext,
): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const { route, status, destination, error, dryRun, newEffect = false, yes: sure = false } = options;
    const failures: object[] = [];
    const report = ({ route: name, key, outcome, message }: BulkOutcome): void => {
      if (outcome === 'found') context.print(keyLine(key));
      if (message !== undefined) context.print(`${outcome.padEnd(11)}${keyLine(key)}: ${terminalText(message)}`);
      if (outcome !== 'failed' || failures.length >= MAX_LISTED_FAILURES) return;
      failures.push({ route: name, workflowId: key.workflowId, chain: key.chain, message });
    };
    const summary = await commandKeys(
      client,
      config,
      {
        verb,
        routes: route === undefined ? config.routes : [routeNamed(config, route)],
        statuses: status === undefined ? BULK_STATUSES[verb] : [status],
        dryRun,
        ...(newEffect ? { newEffect: { sure } } : {}),
        ...defined({ destination, error }),
      },
      report,
    );
    const { matched, done, unchanged, failed, perhapsDone } = summary;
    context.print(
      dryRun
        ? `Keys that match: ${matched}. Nothing was changed.`
        : `Keys that match: ${matched}; done ${done}, unchanged ${unchanged}, failed ${failed}.`,
    );
    if (perhapsDone > 0) context.print(`Of those done, ${perhapsDone} may have had their effects before.`);
    const exitCode = failed > 0 ? EXIT_CODES.problem : EXIT_CODES.done;
    return { exitCode, document: { dryRun, ...summary, failures } };
  });

const newValue = async ({
  value,
  valueBase64,
  valueFile,
  tombstone,
}: EditOptions): Promise<Buffer | null | undefined> => {
  if (tombstone) return null;
  if (value !== undefined) return Buffer.from(value, 'utf8');
  if (valueBase64 !== undefined) return Buffer.from(valueBase64);
  if (valueFile === undefined) return undefined;
  try {
    return await readFile(valueFile);
  } catch (error) {
    throw new GatewayError('not-found', `The file of --value-file cannot be read: ${errorText(error)}`, {
      cause: error,
    });
  }
};

/** `sluice keys edit` */
export const editKeyCommand = (options: EditOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const target = oneKey(keyTarget(config, options.route, options.address));
    const { header: headers, removeHeader: removedHeaders, offset, yes: sure = false } = options;
    const edit = { value: await newValue(options), headers, removedHeaders, sure };
    return answered('edit', target, await editKey(client, config, target, edit, offset), context);
  });
