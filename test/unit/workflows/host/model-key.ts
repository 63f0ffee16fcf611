/** What is known of a key: its records in order of acceptance, and how many of them are done with. */
export class ModelKey {
  readonly records: string[] = [];
  over = 0;
  underWay = false;
  paused = false;
  parked = false;
  notBefore = 0;
  readonly settled: string[] = [];
  readonly leftOut: string[] = [];

  end(list: string[], count: number): void {
    list.push(...this.records.slice(this.over, this.over + count));
    this.over += count;
    this.notBefore = 0;
  }
}
