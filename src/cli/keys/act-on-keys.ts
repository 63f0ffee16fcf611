// `sluice keys retry`, `skip`, `pause`, `resume` and `edit` act on one key.
import { readFile } from 'node:fs/promises';
import type { Client } from '@temporalio/client';
import { GatewayError, errorText } from '../../errors';
import type { WireHeader } from '../../model/contract/record';
import { commandKey, type KeyCommandResult } from '../../operations/keys/command-key';
import { newEffectOf, type BulkVerb } from '../../operations/keys/command-keys';
import { isKey } from '../../model/wire/record-shapes';
import { doubtWords } from '../../model/doubt-words';
import { editKey } from '../../operations/keys/edit-key';
import { keyTarget, type KeyTarget } from '../../operations/keys/key-target';
import { showKey } from '../../operations/keys/show-key';
import { askedPatiently, type Patience } from '../../operations/until-answered';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { terminalText } from '../../terminal-text';
import type { CommandContext, CommandResult } from '../command/command';
import { confirm, type Confirmed } from '../command/confirm';
import { EXIT_CODES } from '../command/exit-codes';
import { headText } from './key-lines';
import type { KeyOptions } from './keys-commands';
import { withClient } from '../command/with-client';
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
  retry: 'the record is being retried.',
  skip: 'the record is skipped; the next one follows.',
  pause: 'the key is paused: it begins no further record.',
  resume: 'the key is resumed.',
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
  print(`${workflowId}: ${WORDS[verb]}${revision === undefined ? '' : ` (revision ${revision}).`}`);
  if (doubt !== undefined) {
    const sure = sureness(doubt);
    print(`Warning, ${sure}: ${terminalText(doubtWords(doubt))}`);
    if (verb === 'skip' && sure === 'done') print('A callback for it that comes from now on is refused (HTTP 410).');
  }
  if (busy === true) print('Records that are under way finish first.');
  if (paused === true && verb !== 'pause') print('The key is paused: this takes effect once the key is resumed.');
  return { exitCode: EXIT_CODES.done, document: { ...named, ...result.answer } };
};

/** A record that is skipped does not come back, and a new effect may do again what was done. */
const confirmOne = async (
  verb: BulkVerb,
  { newEffect = false, ...confirmed }: OneKeyOptions,
  target: KeyTarget,
  context: CommandContext,
  client: Client,
): Promise<void> => {
  // Elsewhere the workflow itself refuses a new effect for what may have happened.
  if (verb !== 'skip' && (!newEffect || context.ask === undefined)) return;
  const what = newEffect ? 'keys retry --new-effect' : `keys ${verb}`;
  await confirm(confirmed, context, { what, look: '`sluice keys show --record`' }, async () => {
    const { status } = await showKey(client, target);
    return { count: 1, sample: [`${target.workflowId}: ${status === undefined ? 'unknown' : headText(status)}`] };
  });
};

/** What a key shows of its record, so that a new effect is asked for once. */
const seenStatus = async (
  client: Client,
  target: KeyTarget,
  patience: Patience,
): Promise<{ readonly revision?: number }> => {
  const shown = await askedPatiently(patience, async () => {
    const key = await showKey(client, target);
    return key.answered || key.workflowStatus !== 'RUNNING' ? key : undefined;
  });
  if (shown !== undefined) return shown.status ?? {};
  const message = `${target.workflowId} did not answer. Is a worker of the gateway running? Nothing was changed.`;
  throw new GatewayError('no-answer', message, { retryable: true });
};

/** `sluice keys retry`, `skip`, `pause` and `resume` of one key. */
export const actOnKey = (verb: BulkVerb, options: OneKeyOptions, context: CommandContext): Promise<CommandResult> =>
  withClient(options, context, async (config, client) => {
    const target = oneKey(keyTarget(config, options.route, options.address));
    const { chain, key } = target;
    const { offset, newEffect = false, yes = false } = options;
    await confirmOne(verb, options, target, context, client);
    return withPatience(options, context, async (patience) => {
      const request = {
        chain,
        ...defined({ offset }),
        ...(verb === 'pause' ? { key: isKey(key) ? key : null } : {}),
        ...(newEffect ? newEffectOf(await seenStatus(client, target, patience), yes) : {}),
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
