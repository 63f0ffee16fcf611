import type { ChainOutcome, Effect } from '../../model/contract/effect-contract';
import type { Destination } from '../destinations/call/destination';

/** The requests that are done of the record that a chain is at: if they are made again, they must be the same (I12). */
export class DoneRequests {
  private effects: readonly Effect[] = [];

  constructor(
    private readonly destinations: ReadonlyMap<string, Pick<Destination, 'requestDigest' | 'keyForm'>>,
    /** What an earlier attempt reported before it was lost. */
    private reported: Pick<ChainOutcome, 'requests' | 'sentAs'> = {},
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
  get outcome(): Pick<ChainOutcome, 'requests' | 'sentAs'> {
    const requests = this.byStep('requests', (effect, destination) => destination.requestDigest(effect.request));
    const sentAs = this.byStep('sentAs', (_effect, { keyForm }) => keyForm);
    return { ...requests, ...sentAs };
  }

  private byStep(
    field: 'requests' | 'sentAs',
    of: (effect: Effect, destination: Pick<Destination, 'requestDigest' | 'keyForm'>) => string | undefined,
  ): Pick<ChainOutcome, 'requests' | 'sentAs'> {
    const texts = this.effects.flatMap((effect): readonly (readonly [string, string])[] => {
      const destination = this.destinations.get(effect.destination);
      const text = destination && of(effect, destination);
      return text === undefined ? [] : [[effect.step, text]];
    });
    const all = { ...this.reported[field], ...Object.fromEntries(texts) };
    return Object.keys(all).length === 0 ? {} : { [field]: all };
  }
}
