import type { ChainOutcome, Effect, RecordWork } from '../../model/contract/effect-contract';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { defined } from '../../model/defined';

/** Calls of which more is kept than when the first one was made: all of it is carried from run to run (I10). */
const MOST = 100;
/** Stands for the calls beyond those. */
const REST = '';

/**
 * What is known of the head record's done calls. While it is the head they are not made again, but they would be if it
 * came back from the dead-letter topic: then they must count as what may have happened (I12).
 */
export class DoneCalls {
  private readonly calls: Map<string, UnknownOutcome>;

  constructor(carried: readonly UnknownOutcome[] = []) {
    this.calls = new Map(carried.map((call) => [call.step ?? REST, call]));
  }

  /** Notes calls that an attempt begun at `since` has done. `doubts`: what was known of their steps before. */
  note(
    effects: readonly Effect[],
    { requests, sentAs }: Pick<ChainOutcome, 'requests' | 'sentAs'>,
    { revision }: Pick<RecordWork, 'revision'>,
    since: number,
    doubts: readonly UnknownOutcome[],
  ): void {
    for (const { step, destination } of effects) {
      const before = doubts.find((doubt) => doubt.step === step && doubt.revision === revision);
      const request = ownOf(requests, step);
      const first = Math.min(since, before?.since ?? since);
      if (this.calls.size >= MOST && !this.calls.has(step)) this.noteRest(first);
      else
        this.calls.set(step, {
          step,
          destination,
          since: first,
          cause: 'done-before',
          ...defined({ request, sentAs: ownOf(sentAs, step), revision }),
        });
    }
  }

  /** The calls of these steps; a step of which nothing is known, as of a child, is done by `now`. */
  of(steps: Iterable<string>, now: number): readonly UnknownOutcome[] {
    const { since = now } = this.calls.get(REST) ?? {};
    return Array.from(steps, (step) => this.calls.get(step) ?? { step, since, cause: 'done-before' });
  }

  /** What is known of the call of one step. */
  get(step: string): UnknownOutcome | undefined {
    return this.calls.get(step);
  }

  private noteRest(since: number): void {
    this.calls.set(REST, { since: Math.min(since, this.calls.get(REST)?.since ?? since), cause: 'done-before' });
  }

  clear(): void {
    this.calls.clear();
  }

  carry(): { readonly doneCalls?: readonly UnknownOutcome[] } {
    return this.calls.size === 0 ? {} : { doneCalls: Array.from(this.calls.values()) };
  }
}

/** A step may be called `constructor`. */
const ownOf = (texts: Readonly<Record<string, string>> = {}, step: string): string | undefined =>
  Object.hasOwn(texts, step) ? texts[step] : undefined;
