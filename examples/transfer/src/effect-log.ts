import type { Effect } from './effect';

export interface EffectPage {
  readonly effects: readonly Effect[];
  /** Pass as `after` to read on. */
  readonly next: number;
  /** Effects after the number asked for that are no longer kept. */
  readonly forgotten: number;
}

/** The last effects, oldest forgotten first. */
export class EffectLog {
  #kept: Effect[] = [];
  #dropped = 0;

  constructor(private readonly capacity: number) {}

  append(effect: Effect): void {
    this.#kept.push(effect);
    // Cut in large steps: to shift an array by one for each effect would copy it each time.
    if (this.#kept.length < 2 * this.capacity) return;
    this.#dropped += this.#kept.length - this.capacity;
    this.#kept = this.#kept.slice(-this.capacity);
  }

  page(after: number, limit: number): EffectPage {
    const first = Math.max(after, this.#dropped);
    const effects = this.#kept.slice(first - this.#dropped, first - this.#dropped + limit);
    return { effects, next: first + effects.length, forgotten: first - after };
  }
}
