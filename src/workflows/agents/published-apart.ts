import type { PolledItem } from '../../model/contract/agent-contract';
import type { ChainOutcome, EffectFailure } from '../../model/contract/effect-contract';

export interface RefusedItem {
  readonly item: PolledItem;
  readonly failure: EffectFailure;
}

/** What became of a page. */
export interface PublishedPage {
  /** Number of items, from the first, that are in Kafka or passed over. */
  readonly done: number;
  readonly passed: readonly RefusedItem[];
  /** Why the items after `done` are not published; absent if none is left. */
  readonly failure?: EffectFailure;
}

/** Where none is taken, more in a row than this are not passed over: then the items are not to blame. */
const MOST_IN_ROW = 2;
/** So many refused at the beginning of a page, before any is taken, are enough to give up. */
const MOST_TRIED = 25;

/**
 * Publishes items of a page that was refused because of at least one of them, in order, and passes over each one that is
 * refused by itself. `ask` publishes the first of some items, up to one that fails. A topic may also refuse all that
 * an agent has (a compacted one, records without keys): nothing must be passed over then, or all would be lost.
 */
export const publishedApart = async (
  items: readonly PolledItem[],
  ask: (some: readonly PolledItem[]) => Promise<ChainOutcome>,
  passedInRow: number,
): Promise<PublishedPage> => {
  const passed: RefusedItem[] = [];
  let done = 0;
  // Halved after a refusal and doubled after none: one culprit costs few asks, and a thousand no more than one each.
  let width = Math.ceil(items.length / 2);
  while (done < items.length) {
    const { settled, failure, recordRefused } = await ask(items.slice(done, done + width));
    done += settled;
    const item = items[done];
    if (failure === undefined || item === undefined) {
      width *= 2;
      continue;
    }
    const none = done === passed.length;
    if (recordRefused !== true) return none ? untouched(failure) : { done, passed, failure };
    passed.push({ item, failure });
    done += 1;
    width = Math.ceil(width / 2);
    const last = passed.length === MOST_TRIED || done === items.length;
    if (none && last && passedInRow + passed.length > MOST_IN_ROW) return untouched(failure);
  }
  return { done, passed };
};

const untouched = (failure: EffectFailure): PublishedPage => ({ done: 0, passed: [], failure });
