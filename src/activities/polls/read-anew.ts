import { LOOK_SHARE } from './look-share';
import { samePosition, type PollState } from './poll-position';

/**
 * A page may stay as it is while others change: those behind it, or the first one of a list that was taken to grow at its
 * end. An answer that it has not changed would hide that for ever, so some polls do not ask for the change.
 */
export const readAnew = (state: PollState, chance: () => number): PollState => {
  const { validators, ...others } = state;
  const asksForChange = validators !== undefined && samePosition(validators.of, state.at);
  return asksForChange && chance() < LOOK_SHARE ? others : state;
};
