import type { ChainOutcome, Effect } from '../../model/contract/effect-contract';
import type { Destination } from '../destinations/destination';

/** The requests that are done of the record that a chain is at: if they are made again, they must be the same (I12). */
export class DoneRequests {
  private effects: readonly Effect[] = [];

  constructor(
    private readonly destinations: ReadonlyMap<string, Pick<Destination, 'requestDigest'>>,
    /** What an earlier attempt reported before it was lost. */
    private reported: ChainOutcome['requests'] = {},
  ) {}

  add(effect: Effect): void {
    this.effects = [...this.effects, effect];
  }

  /** Forgets what settled records have done, except what the handler of a record is told now. */
  nextRecord(): void {
    this.reported = {};
    this.effects = this.effects.filter(({ answer }) => answer === true);
  }

  /** Digests by step. They are made only now, because nobody asks for those of most records. */
  get outcome(): Pick<ChainOutcome, 'requests'> {
    const digests = this.effects.flatMap(({ step, destination, request }): readonly (readonly [string, string])[] => {
      const digest = this.destinations.get(destination)?.requestDigest(request);
      return digest === undefined ? [] : [[step, digest]];
    });
    const requests = { ...this.reported, ...Object.fromEntries(digests) };
    return Object.keys(requests).length === 0 ? {} : { requests };
  }
}
