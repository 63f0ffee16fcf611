import type { CarriedChain } from '../../model/contract/contract';
import type { ChainOutcome, Effect, RecordWork } from '../../model/contract/effect-contract';
import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { defined } from '../../model/defined';
import { isSafe } from '../../model/doubts/is-safe';

/** Calls of which more is kept than when the first one was made: all of it is carried from run to run (I10). */
const MOST = 100;
/** Stands for the calls beyond those. */
const REST = '';

/** Where a request is made elsewhere, no more is known of it than its step and where it went. */
export type MadeCall = Pick<Effect, 'step' | 'destination'> & Partial<Effect>;

/**
 * What is known of the head record's done calls. While it is the head they are not made again, but they would be if it
 * came back from the dead-letter topic: then they must count as what may have happened (I12).
 */
export class DoneCalls {
  private readonly calls: Map<string, UnknownOutcome>;
  /** Steps that asked for nothing to be done. Nobody needs to know more of them. */
  private readonly safe: Set<string>;

  constructor(carried: readonly UnknownOutcome[] = [], safe: readonly string[] = []) {
    this.calls = new Map(carried.map((call) => [call.step ?? REST, call]));
    this.safe = new Set(safe);
  }

  /** Notes calls that an attempt begun at `since` has done. `doubts`: what was known of their steps before. */
  note(
    effects: readonly MadeCall[],
    { requests, sentAs }: Pick<ChainOutcome, 'requests' | 'sentAs'>,
    { revision }: Pick<RecordWork, 'revision'>,
    since: number,
    doubts: readonly UnknownOutcome[],
  ): void {
    for (const effect of effects) {
      const { step, destination } = effect;
      if (isSafe(effect)) {
        this.safe.add(step);
        continue;
      }
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
    return Array.from(steps)
      .filter((step) => !this.safe.has(step))
      .map((step) => this.calls.get(step) ?? { step, since, cause: 'done-before' });
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
    this.safe.clear();
  }

  carry(): Pick<CarriedChain, 'doneCalls' | 'safeCalls'> {
    return {
      ...(this.calls.size === 0 ? {} : { doneCalls: Array.from(this.calls.values()) }),
      ...(this.safe.size === 0 ? {} : { safeCalls: Array.from(this.safe) }),
    };
  }
}

/** A step may be called `constructor`. */
const ownOf = (texts: Readonly<Record<string, string>> = {}, step: string): string | undefined =>
  Object.hasOwn(texts, step) ? texts[step] : undefined;
