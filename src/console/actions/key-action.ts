import { addressedKey, type AddressedKey } from '../answers/addressed-key';
import { shownKeyRow } from '../answers/key-answer';
import { GatewayError } from '../../errors';
import { defined } from '../../model/defined';
import { doubtWords } from '../../model/doubts/doubt-words';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { isKey } from '../../model/wire/record-shapes';
import { commandKey, type KeyCommandResult } from '../../operations/keys/command-key';
import { newEffectOf } from '../../operations/keys/command-keys';
import { newEffectWords } from '../../operations/keys/new-effect-words';
import { editKey } from '../../operations/keys/edit-key';
import { showKey, type ShownKey } from '../../operations/keys/show-key';
import { valueDecoder } from '../../records/value-decoders';
import { terminalText } from '../../terminal-text';
import type { Action, Outcome, Plan } from '../wire/actions';
import type { ActionWorld } from './action-world';

export type KeyAction = Extract<Action, { readonly key: unknown }>;

const WORDS: Readonly<Record<KeyAction['verb'], (name: string) => string>> = {
  retry: (name) => `Try the record of ${name} again now.`,
  skip: (name) => `Skip the record of ${name} for good, and go on with the next one.`,
  pause: (name) => `Pause ${name}: it begins no further record.`,
  resume: (name) => `Resume ${name}.`,
  edit: (name) => `Replace the value of the record that ${name} is at, and try it.`,
};

const DONE: Readonly<Record<KeyAction['verb'], string>> = {
  retry: 'The record is being retried.',
  skip: 'The record is skipped; the next one follows.',
  pause: 'The key is paused: it begins no further record.',
  resume: 'The key is resumed.',
  edit: 'The record is edited and is being retried.',
};

const isAnew = (action: KeyAction): boolean => action.verb === 'edit' || ('newEffect' in action && action.newEffect);

const bytesOf = ({ value }: Extract<KeyAction, { readonly verb: 'edit' }>): Buffer | null =>
  value === null ? null : Buffer.from(value, 'utf8');

/** Told before anybody confirms, and not only when the workflow refuses. */
const assertReadable = (action: KeyAction, { route }: AddressedKey): void => {
  const bytes = action.verb === 'edit' ? bytesOf(action) : null;
  if (bytes === null) return;
  const value = valueDecoder(route).decode(bytes);
  if (!('undecodable' in value)) return;
  const message = `Expected ${route.value}, as route ${route.name} reads values: ${value.undecodable}`;
  throw new GatewayError('refused', message);
};

/** The record may have been settled while the operator looked at it. */
const assertSeen = (action: KeyAction, { status }: ShownKey): void => {
  const { offset } = action;
  const now = status?.head?.offset;
  if (offset === undefined || now === undefined || now === offset) return;
  throw new GatewayError('refused', `The key is at another record by now (offset ${now}, not ${offset}). Look again.`);
};

const warningsOf = (
  action: KeyAction,
  { route }: AddressedKey,
  { answered }: ShownKey,
  doubts: readonly UnknownOutcome[],
): readonly string[] => [
  ...doubts.map((doubt) => terminalText(doubtWords(doubt))),
  ...(isAnew(action) ? ['What is not done is sent under new idempotency keys.'] : []),
  ...newEffectWords(action.verb !== 'edit' && isAnew(action), [route]),
  ...(answered ? [] : ['The workflow does not answer. Is a worker of the gateway running?']),
];

export const planKey = async ({ config, client }: ActionWorld, action: KeyAction): Promise<Plan> => {
  const target = addressedKey(config, action.key);
  assertReadable(action, target);
  const shown = await showKey(client, target);
  assertSeen(action, shown);
  const { name, status, record, cause } = shownKeyRow(target, shown);
  const { doubts: known = [], again = [] } = shown.status ?? {};
  const doubts = isAnew(action) ? [...known, ...again] : known;
  return {
    words: WORDS[action.verb](`key ${name}`),
    matched: 1,
    lines: [status, record, cause].filter((part) => part !== undefined),
    warnings: warningsOf(action, target, shown, doubts),
    ...(isAnew(action) && doubts.length > 0 ? { asksSure: true as const } : {}),
  };
};

const commanded = async (
  { config, client, log }: ActionWorld,
  action: KeyAction,
  target: AddressedKey,
  sure: boolean,
): Promise<KeyCommandResult> => {
  if (action.verb === 'edit') {
    const edit = { value: bytesOf(action), headers: [], removedHeaders: [], sure };
    return editKey(client, config, target, edit, action.offset, log);
  }
  const { chain } = target;
  const asks = action.newEffect === true || action.verb === 'pause';
  const status = asks ? (await showKey(client, target)).status : undefined;
  const key = status === undefined ? target.key : status.key;
  return commandKey(client, action.verb, target, {
    chain,
    ...(action.verb === 'pause' ? { key: isKey(key) ? key : null } : defined({ offset: action.offset })),
    ...(action.newEffect === true ? newEffectOf(status ?? {}, sure) : {}),
  });
};

export const actOnKey = async (world: ActionWorld, action: KeyAction, sure: boolean): Promise<Outcome> => {
  const target = addressedKey(world.config, action.key);
  const result = await commanded(world, action, target, sure);
  if (!result.changed) return { words: 'Nothing was changed.', lines: [terminalText(result.message)], ok: true };
  const { busy, paused, doubts = [] } = result.answer;
  return {
    words: DONE[action.verb],
    lines: [
      ...doubts.map((doubt) => `Look at the API: ${terminalText(doubtWords(doubt))}`),
      ...(busy === true ? ['Records that are under way finish first.'] : []),
      ...(paused === true && action.verb !== 'pause'
        ? ['The key is paused: this takes effect once it is resumed.']
        : []),
    ],
    ok: true,
  };
};
