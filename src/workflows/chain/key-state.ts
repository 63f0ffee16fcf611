/**
 * The user's state of one key. Undoing a record replaces it and never changes it in place (I8). While handlers see it,
 * the state that only settled records have touched is kept beside it, and that one counts.
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

  /** Undefined for a key that no handler has seen. */
  get value(): unknown {
    return this.current;
  }

  /** Version of the handler that made the state. */
  get version(): number {
    return this.madeBy;
  }

  /** The state that the next run goes on from (I7, I8). */
  get carriedState(): unknown {
    return this.settledJson === undefined ? this.current : (JSON.parse(this.settledJson) as unknown);
  }

  /** Takes a state that a handler of this version made, anew or from an older one. */
  made(state: unknown, version: number): void {
    this.current = state;
    this.madeBy = version;
  }

  /** Clears the state, because the route keeps none. */
  none(): void {
    this.current ??= null;
  }

  /** Notes that a handler will see the state, whose JSON is `json`; its changes count once its record is settled. */
  shown(json: string): void {
    this.settledJson ??= json;
  }

  /** Parses the state as it will be read back, so that what is not plain JSON shows now and not after a restart. */
  replace(json: string): void {
    this.current = JSON.parse(json) as unknown;
  }

  /** Marks all records that handlers saw as settled or undone, except the one that began with `json`, if given. */
  settle(json?: string): void {
    this.settledJson = json;
  }

  carry(): { readonly state?: unknown; readonly stateVersion?: number } {
    return {
      ...(this.current === undefined ? {} : { state: this.carriedState }),
      ...(this.madeBy === 1 ? {} : { stateVersion: this.madeBy }),
    };
  }
}
