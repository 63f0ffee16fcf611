/**
 * The user's state of one key. Replaced, never changed in place, when a record is undone (I8). While handlers see it, what
 * counts is kept beside it: the state that only settled records have touched.
 */
export class KeyState {
  private current: unknown;
  private madeBy: number;
  /** JSON of the state before the first record that a handler has seen and that is not settled yet. */
  private settledJson: string | undefined;

  constructor({ state, stateVersion = 1 }: { readonly state?: unknown; readonly stateVersion?: number }) {
    this.current = state;
    this.madeBy = stateVersion;
  }

  /** Undefined for a key that no handler has met. */
  get value(): unknown {
    return this.current;
  }

  /** Version of the handler that made the state. */
  get version(): number {
    return this.madeBy;
  }

  /** What a next run goes on from (I7, I8). */
  get settled(): unknown {
    return this.settledJson === undefined ? this.current : (JSON.parse(this.settledJson) as unknown);
  }

  /** A handler of this version has made it: anew, or from an older one. */
  made(state: unknown, version: number): void {
    this.current = state;
    this.madeBy = version;
  }

  /** The route keeps none. */
  none(): void {
    this.current ??= null;
  }

  /** A handler is about to see the state, which is `json` as JSON: what it makes of it counts once its record is settled. */
  shown(json: string): void {
    this.settledJson ??= json;
  }

  /** As it will be read back: what is not plain JSON shows at once, and not only after a restart. */
  replace(json: string): void {
    this.current = JSON.parse(json) as unknown;
  }

  /** All records that handlers have seen are settled or undone, but the one that began with `json`, if there is one. */
  settle(json?: string): void {
    this.settledJson = json;
  }

  carry(): { readonly state?: unknown; readonly stateVersion?: number } {
    return {
      ...(this.current === undefined ? {} : { state: this.settled }),
      ...(this.madeBy === 1 ? {} : { stateVersion: this.madeBy }),
    };
  }
}
