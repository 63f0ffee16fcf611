// `sluice keys retry`, `skip`, `pause`, `resume` and `edit` act on one key.
import { readFile } from 'node:fs/promises';
import type { Client } from '@temporalio/client';
import { GatewayError, errorText } from '../../errors';
import type { WireHeader } from '../../model/contract/record';
import { commandKey, type KeyCommandResult } from '../../operations/keys/command-key';
import { newEffectOf, type BulkVerb } from '../../operations/keys/command-keys';
import { isKey } from '../../model/wire/record-shapes';
import { doubtWords } from '../../model/doubts/doubt-words';
import { editKey } from '../../operations/keys/edit-key';
import { newEffectWords } from '../../operations/keys/new-effect-words';
import { keyTarget, type KeyTarget } from '../../operations/keys/key-target';
import { seenKey, seenRecord, type SeenKey } from '../../operations/keys/seen-key';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { wholeCommands } from '../../operations/keys/whole-commands';
import { terminalText } from '../../terminal-text';
import type { CommandContext, CommandResult } from '../command/command';
import { confirm, type Confirmed, type Meant } from '../command/confirm';
import { errorCode, EXIT_CODES } from '../command/exit-codes';
import { headText } from './key-lines';
import type { KeyOptions } from './keys-commands';
import { withClient } from '../command/with-client';
import { AskingTime } from '../../operations/asking-time';
import { withPatience } from '../command/with-patience';
import { defined } from '../../model/defined';

export interface RetryOptions extends Confirmed {
  /** How long to wait for a worker, in milliseconds. */
  readonly wait?: number;
  /** Send what is not done under new idempotency keys. */
  readonly newEffect?: boolean;
}
export interface OneKeyOptions extends KeyOptions, RetryOptions {
  readonly offset?: string;
}
export interface EditOptions extends KeyOptions {
  readonly offset?: string;
  /** How long to wait for a worker, in milliseconds. */
  readonly wait?: number;
  /** Also what may have happened already. */
  readonly yes?: boolean;
  readonly value?: string;
  readonly valueBase64?: Uint8Array;
  readonly valueFile?: string;
  readonly tombstone: boolean;
  readonly header: readonly WireHeader[];
  readonly removeHeader: readonly string[];
}

const WORDS: Readonly<Record<BulkVerb | 'edit', string>> = {
  retry: 'the record is being retried',
  skip: 'the record is skipped; the next one follows',
  pause: 'the key is paused: it begins no further record',
  resume: 'the key is resumed',
  edit: 'the record is edited and is being retried',
};

/** How sure it is that the calls of a record, or its children, will be done again. */
const sureness = ({ cause }: UnknownOutcome): string => {
  if (cause === 'child-begun') return 'begun';
  return cause === 'done-before' ? 'done' : 'perhaps done';
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
  const renewed = verb === 'retry' && revision !== undefined;
  print(`${workflowId}: ${WORDS[verb]}${revision === undefined ? '' : ` (revision ${revision})`}.`);
  if (doubt !== undefined) {
    const sure = sureness(doubt);
    print(`Warning, ${sure}: ${terminalText(doubtWords(doubt))}`);
    if (verb === 'skip' && sure === 'done') print('A callback for it that comes from now on is refused (HTTP 410).');
  }
  for (const words of newEffectWords(renewed, [route])) print(words);
  if (busy === true) print('Records that are under way finish first.');
  if (paused === true && verb !== 'pause') print('The key is paused: this takes effect once the key is resumed.');
  return { exitCode: EXIT_CODES.done, document: { ...named, ...result.answer } };
};

/** A record that is skipped does not come back, and a new effect may do again what was done. */
const confirmOne = async (
  verb: BulkVerb,
  { newEffect = false, ...confirmed }: OneKeyOptions,
  { workflowId, chain, route }: KeyTarget,
  context: CommandContext,
  seek: () => Promise<SeenKey | null>,
): Promise<void> => {
  const what = newEffect ? 'keys retry --new-effect' : `keys ${verb}`;
  const look = wholeCommands('`sluice keys show --record`', workflowId, chain);
  const question = { what, look, notes: newEffectWords(newEffect, [route]) };
  await confirm(confirmed, context, question, async () => {
    const seen = await seek();
    const head = seen === null ? '' : wholeCommands(headText(seen), workflowId, chain);
    return seen === null ? NONE : { count: 1, sample: [`${workflowId}: ${head}`] };
  });
};

const NONE: Meant = { count: 0, sample: [] };

/** How long it is looked in all where nothing is to be shown: the command itself waits as long as it was told to. */
const UNSEEN_MS = 3_000;

/** What an operator is shown is what the command is bound to; undefined if nobody can tell and nobody has to. */
const confirmedKey = async (
  verb: BulkVerb,
  target: KeyTarget & { readonly chain: string },
  options: OneKeyOptions,
  context: CommandContext,
  client: Client,
): Promise<SeenKey | null | undefined> => {
  const { newEffect = false, yes = false } = options;
  if (verb !== 'skip' && !newEffect) return undefined;
  // Whoever says yes beforehand to a skip is shown nothing: it is carried out when a worker comes, or withdrawn.
  const unseen = yes && !newEffect;
  let looked: Promise<SeenKey | null> | undefined;
  const seek = (): Promise<SeenKey | null> =>
    unseen
      ? AskingTime.within(UNSEEN_MS, () => seenKey(client, target, undefined))
      : withPatience(options, context, (patience) => seenKey(client, target, patience));
  const look = (): Promise<SeenKey | null> => (looked ??= seek());
  await confirmOne(verb, options, target, context, look);
  try {
    return await look();
  } catch (error) {
    if (unseen && errorCode(error) === 'no-answer') return undefined;
    throw error;
  }
};

const assertOffset = ({ head }: SeenKey, { workflowId }: KeyTarget, offset = head.offset): void => {
  if (offset === head.offset) return;
  throw new GatewayError('refused', `${workflowId} is now at the record with offset ${head.offset}, not ${offset}.`);
};

/** `sluice keys retry`, `skip`, `pause` and `resume` of one key. */
export const actOnKey = (verb: BulkVerb, options: OneKeyOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const target = oneKey(keyTarget(config, options.route, options.address));
    const { chain, key } = target;
    const { offset, newEffect = false, yes = false } = options;
    const seen = await confirmedKey(verb, target, options, context, client);
    if (seen === null) {
      const message = `Key ${chain} has no record to ${verb}.`;
      return answered(verb, target, { changed: false, message }, context);
    }
    if (seen !== undefined) assertOffset(seen, target, offset);
    return withPatience(options, context, async (patience) => {
      const request = {
        chain,
        ...defined({ offset }),
        ...(seen === undefined ? {} : seenRecord(seen)),
        ...(verb === 'pause' ? { key: isKey(key) ? key : null } : {}),
        ...(seen === undefined || !newEffect ? {} : newEffectOf(seen, yes)),
      };
      return answered(verb, target, await commandKey(client, verb, target, request, patience), context);
    });
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
    return withPatience(options, context, async (patience) =>
      answered('edit', target, await editKey(client, config, target, edit, offset, context.log, patience), context),
    );
  });
