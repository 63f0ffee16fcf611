import type { CarriedChain, HostInput, Hosting } from '../../model/contract/contract';
import type { Stream, WireRecord } from '../../model/contract/record';
import { jsonSize } from '../../model/json/json-size';
import { isKey } from '../../model/wire/record-shapes';
import { laneOf } from '../../model/names/workflow-id';
import type { AnswerRoom } from '../head/answer-limits';
import { Chain } from '../chain/chain';
import type { ChainTally } from '../chain/chain-tally';
import { nothingToDo, refused } from '../chain/commandable';
import type { InlineBudget } from '../inbox/inbox';
import { RedoneRecords } from '../inbox/redone-records';

/** Bytes of the names of paused keys that a lane knows for nothing else: they must fit what it carries. */
const MAX_PAUSED_BYTES = 128 * 1024;

/** The chains of a workflow: the one of its key, or those of its lane that have something to remember. */
export class HostedChains {
  private readonly chains = new Map<string, Chain>();

  private readonly hosting: Hosting;
  private readonly redone: RedoneRecords;

  constructor(
    { hosting, redone }: Pick<HostInput, 'hosting' | 'redone'>,
    private readonly budget: InlineBudget,
    private readonly tally: ChainTally<Chain>,
    private readonly room: AnswerRoom,
    carried: readonly CarriedChain[] = [],
  ) {
    this.hosting = hosting;
    this.redone = new RedoneRecords(redone);
    for (const chain of carried) this.chains.set(chain.chain, new Chain(chain, budget, tally, room, this.redone));
    for (const { chain, key, since } of redone?.pauses ?? []) {
      if (since === undefined) this.chains.get(chain)?.resume();
      else this.hosted(chain, key)?.pause(since);
    }
  }

  get all(): ReadonlyMap<string, Chain> {
    return this.chains;
  }

  /** Lets a record wait in its chain, unless it comes back as a dead letter (I12). */
  push(stream: Stream, record: WireRecord): Chain {
    const chain = this.of(record);
    if (!this.redone.isReplaced(stream, record)) chain.inbox.push(stream, record);
    return chain;
  }

  /** The chain that a record belongs to. */
  private of(record: WireRecord): Chain {
    const { hosting } = this;
    if (hosting.kind === 'key') return this.named(hosting.chain, hosting.key);
    // An edited record has its whole key, of which a long one does not travel.
    const key = record.revision === undefined || isKey(record.key) ? record.key : null;
    const chain = this.named(record.chain ?? '~unknown', key);
    // An operator may have paused it before its first record came, without its key.
    chain.key ??= key;
    return chain;
  }

  /** The chain that an operator names, even without a record here; undefined for a key that is hosted elsewhere. */
  hosted(id: string, key: WireRecord['key'] = null): Chain | undefined {
    const { hosting } = this;
    if (hosting.kind === 'key') return hosting.chain === id ? this.named(id, hosting.key) : undefined;
    return laneOf(id, hosting.of) === hosting.lane ? this.named(id, key) : undefined;
  }

  /** Whether an operator may pause a key that the lane may not know. @throws ApplicationFailure in words. */
  assertPausable(id: string, key: WireRecord['key'] | undefined): void {
    if (this.hosting.kind === 'key' || this.chains.has(id)) return;
    if (key === undefined) throw nothingToDo(`Key ${id} has no record here, so nothing of it can be paused.`);
    let bytes = nameBytes({ id, key });
    for (const chain of this.chains.values()) if (chain.paused && chain.inbox.size === 0) bytes += nameBytes(chain);
    if (bytes <= MAX_PAUSED_BYTES) return;
    throw refused('This lane keeps as many paused keys without records as it can: resume some of them first.');
  }

  /** True when no chain has anything open. */
  get idle(): boolean {
    for (const chain of this.chains.values()) if (!chain.idle) return false;
    return true;
  }

  /** Forgets a lane's chain with nothing to remember, because a lane meets keys without end. */
  forgetIdle(chain: Chain): void {
    if (this.hosting.kind === 'lane' && chain.idle) this.chains.delete(chain.id);
  }

  private named(id: string, key: WireRecord['key']): Chain {
    const known = this.chains.get(id);
    if (known !== undefined) return known;
    const chain = new Chain({ chain: id, key, waiting: [] }, this.budget, this.tally, this.room, this.redone);
    this.chains.set(id, chain);
    return chain;
  }
}

const nameBytes = ({ id, key }: Pick<Chain, 'id' | 'key'>): number => id.length + jsonSize(JSON.stringify(key));
