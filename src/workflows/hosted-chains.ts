import type { CarriedChain, Hosting } from '../model/contract';
import type { WireBytes, WireRecord } from '../model/record';
import type { AnswerRoom } from './answer-room';
import { Chain } from './chain';
import type { HoldTally } from './hold-tally';
import { InlineBudget } from './inbox';

/** With a state and the answers of a head record, all of it must fit a continue-as-new input of 2 MB. */
const MAX_INLINE_BYTES = 640 * 1024;

/** The chains of one workflow, by their ids. */
export class HostedChains extends Map<string, Chain> {
  private readonly budget = new InlineBudget(MAX_INLINE_BYTES);

  constructor(
    private readonly hosting: Hosting,
    private readonly tally: HoldTally<Chain>,
    private readonly room: AnswerRoom,
  ) {
    super();
  }

  take(carried: readonly CarriedChain[]): void {
    for (const chain of carried) this.set(chain.chain, new Chain(chain, this.budget, this.tally, this.room));
  }

  /** The chain of a record, made if it is not there. */
  of({ chain, key }: WireRecord): Chain {
    const { hosting } = this;
    return hosting.kind === 'key' ? this.named(hosting.chain, hosting.key) : this.named(chain ?? '~unknown', key);
  }

  /** The chain of that id, made if it is not there. */
  named(id: string, key: WireBytes | null): Chain {
    const known = this.get(id);
    if (known !== undefined) return known;
    const chain = new Chain({ chain: id, key, waiting: [] }, this.budget, this.tally, this.room);
    this.set(id, chain);
    return chain;
  }
}
