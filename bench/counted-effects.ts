import type { RecordedCall } from '../harness/effect-recorder';

/**
 * The effects among the calls that an API gets. Each call is looked at once, however often somebody asks: who waits asks
 * forty times a second, on the two cores on which everything is measured.
 */
export class CountedEffects {
  private readonly found: RecordedCall[] = [];

  constructor(
    private readonly calls: readonly RecordedCall[],
    /** Where among the calls it begins. Default: with those to come. */
    private looked = calls.length,
    /** Whether an effect counts. Default: each does. */
    private readonly counts: (call: RecordedCall) => boolean = () => true,
  ) {}

  /** Those that have come so far, in order of arrival. */
  get effects(): readonly RecordedCall[] {
    for (const call of this.calls.slice(this.looked)) if (call.first && this.counts(call)) this.found.push(call);
    this.looked = this.calls.length;
    return this.found;
  }
}
