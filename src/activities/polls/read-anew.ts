import { samePosition, type PollState } from './poll-position';

/** How many of the polls read a page that need not have changed. */
const SHARE = 0.01;

/**
 * A page may stay as it is while others change: those behind it, or the first one of a list that was taken to grow at its
 * end. An answer that it has not changed would hide that for ever, so some polls do not ask for the change.
 */
export const readAnew = (state: PollState, chance: () => number): PollState => {
  const { validators, ...others } = state;
  const asksForChange = validators !== undefined && samePosition(validators.of, state.at);
  return asksForChange && chance() < SHARE ? others : state;
};
