import type { Problem } from './problem';

/** What a group of settings came to, and all that is wrong with it. The value is used only when there is no problem. */
export interface Settled<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}
