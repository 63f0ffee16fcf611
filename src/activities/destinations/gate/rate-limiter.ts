// Limits calls per second with a burst, as a virtual schedule (GCRA): one number says when the next call is due, so a
// late timer loses nothing. Libraries for this answer "wait here" or "refused"; but a key that must come back later
// needs to know when, and that no other key was told the same moment.
import type { ResolvedRate } from '../../../config/destination/resolved-destination';

/** A moment further away is not worth remembering, because much may change until then. */
const LONGEST_MS = 300_000;

export type RatePlace = { readonly waitMs: number } | { readonly comeBackMs: number };

export class RateLimiter {
  private readonly intervalMs: number;
  private readonly toleranceMs: number;
  /** When the call after the last one taken would be due if there were no burst. */
  private due = -Infinity;
  /** The latest moment at which somebody was told to come back. */
  private promised = -Infinity;

  constructor(
    { perSecond, burst }: ResolvedRate,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.intervalMs = 1_000 / perSecond;
    this.toleranceMs = (burst - 1) * this.intervalMs;
  }

  /** Takes the next place if it is at most `withinMs` away; otherwise gives a moment of its own to come back at. */
  take(withinMs: number): RatePlace {
    const now = this.now();
    const free = Math.max(now, this.due - this.toleranceMs);
    if (free - now <= withinMs) {
      this.due = Math.max(this.due, now) + this.intervalMs;
      return { waitMs: free - now };
    }
    this.promised = Math.min(Math.max(this.promised + this.intervalMs, free), now + LONGEST_MS);
    return { comeBackMs: this.promised - now };
  }
}
