/** The names that each chain is found by, with a count for each. */
export class ChainNames<C extends object> {
  private readonly at = new Map<C, readonly string[]>();
  private readonly counts = new Map<string, number>();

  get names(): readonly string[] {
    return Array.from(this.counts.keys());
  }

  put(chain: C, names: readonly string[]): void {
    const before = this.at.get(chain) ?? [];
    if (before.join() === names.join()) return;
    for (const name of before) {
      const left = (this.counts.get(name) ?? 1) - 1;
      if (left === 0) this.counts.delete(name);
      else this.counts.set(name, left);
    }
    for (const name of names) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    if (names.length === 0) this.at.delete(chain);
    else this.at.set(chain, names);
  }
}
