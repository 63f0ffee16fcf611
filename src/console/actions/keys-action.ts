import { keyText } from '../../operations/keys/key-text';
import {
  BULK_STATUSES,
  commandKeys,
  type BulkOutcome,
  type BulkRequest,
  type BulkSummary,
} from '../../operations/keys/command-keys';
import { KEY_FILTERS, type KeyFilter } from '../../operations/keys/key-filter';
import { newEffectWords } from '../../operations/keys/new-effect-words';
import { assertFilters, routeNamed } from '../../operations/named';
import { GatewayError } from '../../errors';
import { defined } from '../../model/defined';
import { plural, terminalText } from '../../terminal-text';
import { keyRow } from '../answers/key-row';
import type { Agreed, Planned } from '../port/console-port';
import type { Action, KeysSelected, Outcome } from '../wire/actions';
import type { ActionWorld } from './action-world';

export type KeysAction = Extract<Action, { readonly keys: unknown }>;

const SAMPLES = 20;
const FAILURES = 50;

const statusesOf = (verb: KeysAction['verb'], { status }: KeysSelected): readonly KeyFilter[] => {
  if (status === undefined) return BULK_STATUSES[verb];
  const known = KEY_FILTERS.find((filter) => filter === status);
  if (known !== undefined) return [known];
  throw new GatewayError('not-found', `Expected a status of keys (${KEY_FILTERS.join(', ')}), got ${status}.`);
};

const requestOf = (
  { config }: ActionWorld,
  { verb, keys, newEffect = false }: KeysAction,
  sure: boolean,
): Omit<BulkRequest, 'dryRun'> => {
  const filters = defined({ destination: keys.destination, error: keys.cause, exact: keys.exact });
  assertFilters(config, filters);
  return {
    verb,
    routes: keys.route === undefined ? config.routes : [routeNamed(config, keys.route)],
    statuses: statusesOf(verb, keys),
    ...filters,
    ...(newEffect ? { newEffect: { sure } } : {}),
  };
};

/** What stands behind the number: `parked at ledger, http-status:422`. */
const selectedWords = ({ route, status, destination, cause, exact }: KeysSelected): string =>
  [
    status === undefined ? '' : ` that are ${status}`,
    destination === undefined ? '' : ` at ${terminalText(destination, 100)}`,
    cause === undefined ? '' : ` with ${terminalText(cause, 100)}`,
    exact === true ? ' and nothing else' : '',
    route === undefined ? '' : ` of route ${terminalText(route, 100)}`,
  ].join('');

const WORDS = { retry: 'Retry', skip: 'Skip the record of', pause: 'Pause', resume: 'Resume' } as const;

const keyLine = ({ route, key }: BulkOutcome): string => {
  const { name, record, cause } = keyRow(route, key);
  return [name, record, cause].filter((part) => part !== undefined).join('  ');
};

const found = async (
  world: ActionWorld,
  action: KeysAction,
): Promise<{
  readonly matched: number;
  readonly samples: readonly BulkOutcome[];
  readonly doubtful: number;
  readonly shown: ReadonlySet<string>;
}> => {
  const samples: BulkOutcome[] = [];
  const shown = new Set<string>();
  let doubtful = 0;
  const { matched } = await commandKeys(
    world.client,
    world.config,
    { ...requestOf(world, action, false), dryRun: true, shown },
    (outcome) => {
      if (samples.length < SAMPLES) samples.push(outcome);
      const { doubts = [], again = [] } = outcome.key;
      if (doubts.length > 0 || (action.newEffect === true && again.length > 0)) doubtful += 1;
    },
  );
  return { matched, samples, doubtful, shown };
};

export const planKeys = async (world: ActionWorld, action: KeysAction): Promise<Planned> => {
  const { matched, samples, doubtful, shown } = await found(world, action);
  const { verb, keys, newEffect = false } = action;
  const more = matched - samples.length;
  return {
    words: `${WORDS[verb]} ${plural(matched, 'key')}${selectedWords(keys)}.`,
    matched,
    shown,
    lines: [...samples.map(keyLine), ...(more > 0 ? [`and ${more} more`] : [])],
    warnings: [
      ...(verb === 'skip' && matched > 0 ? ['What is skipped is not done: the next record of each key follows.'] : []),
      ...(doubtful > 0 ? [`The records of ${plural(doubtful, 'key')} may have had effects before.`] : []),
      ...(newEffect ? ['What is not done is sent under new idempotency keys.'] : []),
      ...newEffectWords(newEffect, requestOf(world, action, false).routes),
    ],
    ...(newEffect && doubtful > 0 ? { asksSure: true as const } : {}),
  };
};

const outcomeOf = (summary: BulkSummary, lines: readonly string[]): Outcome => {
  const { matched, done, unchanged, underWay, failed, perhapsDone, unseen = 0 } = summary;
  const open = underWay === 0 ? '' : `, under way ${underWay}`;
  return {
    words: `Keys that match: ${matched}; done ${done}, unchanged ${unchanged}${open}, failed ${failed}.`,
    lines: [
      ...(perhapsDone > 0 ? [`Look at the API: ${perhapsDone} of those done may have had their effects before.`] : []),
      ...(unseen > 0 ? [`Keys that have come to match since: ${unseen}. Nothing was done to them.`] : []),
      ...lines,
    ],
    ok: failed === 0,
  };
};

/** @throws GatewayError `unconfirmed` if other keys match by now, or at other records, than an operator has agreed to. */
export const actOnKeys = async (
  world: ActionWorld,
  action: KeysAction,
  { shown: only }: Agreed,
  sure: boolean,
): Promise<Outcome> => {
  const request = { ...requestOf(world, action, sure), ...defined({ only }) };
  const { unseen = 0 } = await commandKeys(world.client, world.config, { ...request, dryRun: true }, () => undefined);
  if (unseen > 0) {
    const others = `${plural(unseen, 'key')} ${unseen === 1 ? 'was' : 'were'} not among those shown, or not at this record`;
    throw new GatewayError('unconfirmed', `The keys have changed since: ${others}. Nothing was done.`);
  }
  const lines: string[] = [];
  const summary = await commandKeys(
    world.client,
    world.config,
    { ...request, dryRun: false },
    ({ key, outcome, message }) => {
      if (outcome !== 'failed' || lines.length >= FAILURES) return;
      lines.push(`${keyText(key.chain)}: ${terminalText(message ?? 'failed')}`);
    },
  );
  return outcomeOf(summary, lines);
};
