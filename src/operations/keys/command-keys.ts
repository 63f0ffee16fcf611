// Gives one command to many keys: those that a selection finds when their turn comes, each at the record found then.
import type { Client } from '@temporalio/client';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import type { ResolvedRoute } from '../../config/route/resolved-route';
import { errorText, GatewayError } from '../../errors';
import { AskingTime } from '../asking-time';
import { noAnswer } from '../cannot-run';
import type { Patience } from '../until-answered';
import { commandKey, type KeyVerb } from './command-key';
import type { KeyFilter } from './key-filter';
import type { KeySelection } from './key-selection';
import { KeyLister, type KeyPage, type ListedKey } from './list-keys';
import { seenRecord } from './seen-key';
import { defined } from '../../model/defined';
import type { RetryCommand } from '../../model/keys/key-commands';
import { mapLimited } from '../../async/map-limited';

export type BulkVerb = Exclude<KeyVerb, 'edit'>;

/** The statuses of keys that each command applies to when given for all; `retrying` includes postponed ones. */
export const BULK_STATUSES: Readonly<Record<BulkVerb, readonly KeyFilter[]>> = {
  retry: ['parked', 'retrying'],
  skip: ['parked'],
  pause: ['parked', 'retrying'],
  resume: ['paused'],
};

/** What became of one key. */
export interface BulkOutcome {
  readonly route: string;
  readonly key: ListedKey;
  readonly outcome: 'found' | 'done' | 'unchanged' | 'underWay' | 'failed';
  readonly message?: string;
  /** Set if the record may have had its effects before the command was given. */
  readonly perhapsDone?: true;
}

export interface BulkSummary {
  readonly matched: number;
  readonly done: number;
  /** Keys for which the command's goal was already met. */
  readonly unchanged: number;
  /** Keys whose workflow has not answered: the command is carried out soon, or withdrawn by itself. */
  readonly underWay: number;
  readonly failed: number;
  /** Keys among those done whose record may have had its effects before. */
  readonly perhapsDone: number;
  /** Keys that match by now and were left alone, because they, or their records, are not among `only`. */
  readonly unseen?: number;
}

const PERHAPS_DONE = 'Warning: its effect may have happened before. Look at the API.';
const COMMANDS_AT_ONCE = 8;
const KEYS_PER_PAGE = 100;
/** Keys that a dry run asks; of the others visibility knows enough to count them. */
const DESCRIBED = 50;
/** Busy workers answer late: whoever looks sees the others as visibility has them. */
const DESCRIBED_WITHIN_MS = 3_000;

export interface BulkRequest extends Omit<KeySelection, 'status'> {
  readonly verb: BulkVerb;
  readonly routes: readonly ResolvedRoute[];
  readonly statuses: readonly KeyFilter[];
  readonly dryRun: boolean;
  readonly patience?: Patience;
  /** A dry run fills it with what it counts, for `only`. */
  readonly shown?: Set<string>;
  /** Nothing is done to others than those that an operator has been shown. */
  readonly only?: ReadonlySet<string>;
  /** Retries send new effects; `sure` if also those that may have happened already. */
  readonly newEffect?: { readonly sure: boolean };
}

const actsOnRecord = (verb: BulkVerb): boolean => verb === 'retry' || verb === 'skip';

const keyName = ({ workflowId, chain }: ListedKey): string => JSON.stringify([workflowId, chain]);

/** What a command for a key is bound to: the key, and the record that it is at where that is known and acted on. */
const boundName = (verb: BulkVerb, key: ListedKey): string =>
  actsOnRecord(verb) && key.head !== undefined ? keyName(key) + JSON.stringify(seenRecord(key)) : keyName(key);

/** Set where a key was shown at a record: one that does not answer cannot say at which it is now. */
const heldName = (key: ListedKey): string => `at ${keyName(key)}`;

const isAmong = (only: ReadonlySet<string>, verb: BulkVerb, key: ListedKey): boolean =>
  only.has(boundName(verb, key)) || only.has(keyName(key)) || (key.head === undefined && only.has(heldName(key)));

/**
 * Whether it matters of each key what it may have done, or at which record it is. To a key that goes on by itself a retry
 * does nothing that it would not do, whatever record it has come to.
 */
const asksEach = (
  { verb, dryRun, newEffect, shown, only }: Pick<BulkRequest, 'verb' | 'dryRun' | 'newEffect' | 'shown' | 'only'>,
  status: KeyFilter,
): boolean => {
  if (!dryRun || newEffect !== undefined || only !== undefined) return true;
  return shown !== undefined && (verb === 'skip' || (verb === 'retry' && status === 'parked'));
};

/**
 * Reports each key through `report`, in arbitrary order. A key that fails does not stop the others. A dry run reports the
 * first keys and counts the others, unless it matters of each what it may have done (`newEffect`), or which record it is
 * at (where `shown` is filled for a skip or for parked keys, or others than `only` are to be found out).
 */
export const commandKeys = async (
  client: Client,
  config: ResolvedConfig,
  { verb, routes, statuses, dryRun, newEffect, patience, shown, only, ...filters }: BulkRequest,
  report: (outcome: BulkOutcome) => void,
): Promise<BulkSummary> => {
  const counts = { found: 0, done: 0, unchanged: 0, underWay: 0, failed: 0, perhapsDone: 0 };
  const stopped = (): boolean => patience?.signal?.aborted === true;
  // A key that is retried may reach the next status while this runs.
  const seen = new Set<string>();
  const fresh = ({ workflowId, chain = '' }: ListedKey): boolean => {
    const size = seen.size;
    return seen.add(`${workflowId} ${chain}`).size > size;
  };
  let unseen = 0;
  const act = async (route: string, key: ListedKey, told: boolean): Promise<void> => {
    if (stopped()) return;
    if (only !== undefined && !isAmong(only, verb, key)) {
      unseen += 1;
      return;
    }
    shown?.add(boundName(verb, key)).add(heldName(key));
    const outcome: BulkOutcome = dryRun
      ? { route, key, outcome: 'found' }
      : await commanded(client, { verb, ...defined({ newEffect, patience }) }, route, key);
    counts[outcome.outcome] += 1;
    if (outcome.perhapsDone === true) counts.perhapsDone += 1;
    if (told) report(outcome);
  };
  for (const route of routes) {
    for (const status of statuses) {
      const whole = asksEach({ verb, dryRun, ...defined({ newEffect, shown, only }) }, status);
      const lister = new KeyLister(client, config, route);
      let page: string | undefined;
      do {
        const asks = whole || seen.size < DESCRIBED;
        const perPage = !whole && asks ? DESCRIBED : KEYS_PER_PAGE;
        const list = (): Promise<KeyPage> => lister.list({ status, ...filters }, perPage, page, asks);
        const found = await (whole ? list() : AskingTime.within(DESCRIBED_WITHIN_MS, list));
        await mapLimited(found.keys.filter(fresh), COMMANDS_AT_ONCE, (key) => act(route.name, key, asks));
        page = found.page;
      } while (page !== undefined && !stopped());
    }
  }
  const { found, ...summary } = counts;
  return {
    matched: found + summary.done + summary.unchanged + summary.underWay + summary.failed,
    ...summary,
    ...(unseen === 0 ? {} : { unseen }),
  };
};

/** What a retry says so that the record which was seen gets new idempotency keys, once. */
export const newEffectOf = (
  { revision = 0 }: { readonly revision?: number },
  sure: boolean,
): Pick<RetryCommand, 'newEffect'> => ({ newEffect: { seen: revision, ...(sure ? { sure } : {}) } });

const commanded = async (
  client: Client,
  { verb, newEffect, patience }: Pick<BulkRequest, 'verb' | 'newEffect' | 'patience'>,
  route: string,
  key: ListedKey,
): Promise<BulkOutcome> => {
  const { workflowId, chain, waiting } = key;
  if (chain === undefined || waiting === undefined) {
    const { message } = await noAnswer(client, workflowId);
    return { route, key, outcome: 'failed', message };
  }
  try {
    const result = await commandKey(
      client,
      verb,
      { workflowId },
      {
        chain,
        // By now another record may be parked there.
        ...(actsOnRecord(verb) ? seenRecord(key) : {}),
        ...(newEffect === undefined ? {} : newEffectOf(key, newEffect.sure)),
      },
      patience,
    );
    if (result.changed && result.answer.doubts === undefined) return { route, key, outcome: 'done' };
    if (result.changed) return { route, key, outcome: 'done', message: PERHAPS_DONE, perhapsDone: true };
    return { route, key, outcome: 'unchanged', message: result.message };
  } catch (error) {
    return { route, key, outcome: isUnderWay(error) ? 'underWay' : 'failed', message: errorText(error) };
  }
};

const isUnderWay = (error: unknown): boolean => error instanceof GatewayError && error.code === 'under-way';
