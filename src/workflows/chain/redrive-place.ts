// Where a redriven record enters its chain. Everything that waits there now was accepted after it. So on a key that
// does not move it returns to the front; on one that moves it goes to the end.
//
// I4  It never comes between attempts of a record whose effects may have begun. Such a record stays the head.
import { comparePositions, sameStream } from '../../model/contract/record';
import type { RedrivePlace } from '../../model/contract/redrive';
import type { Chain } from './chain';
import type { InboxEntry } from '../inbox/inbox';

export const redrivePlace = (chain: Chain | undefined): RedrivePlace => {
  if (chain === undefined || chain.busy || moves(chain) || chain.inbox.size === 0) return 'last';
  return chain.headBegun ? 'after-held' : 'first';
};

/** `place` is asked for once, before the first of several records, because that one lets a parked key go on. */
export const enterRedriven = (chain: Chain, entry: InboxEntry, place: RedrivePlace): void => {
  if (place === 'last') {
    chain.inbox.insert(chain.inbox.size, entry);
    return;
  }
  const index = placeAmongRedriven(chain.inbox.peek(chain.inbox.size), entry, place === 'first' ? 0 : 1);
  chain.inbox.insert(index, entry);
  if (index === 0) chain.headChanged();
};

/** Keeps redriven records in the order of their positions, before all others. */
const placeAmongRedriven = (waiting: readonly InboxEntry[], entry: InboxEntry, from: number): number => {
  let index = from;
  for (let next = waiting[index]; next?.redriven !== undefined && !isLater(next, entry); next = waiting[index]) {
    index += 1;
  }
  return index;
};

const isLater = (one: InboxEntry, other: InboxEntry): boolean =>
  sameStream(one.stream, other.stream) &&
  one.position.partition === other.position.partition &&
  comparePositions(one.position, other.position) > 0;

const moves = ({ block, paused }: Chain): boolean => block === undefined && !paused;
