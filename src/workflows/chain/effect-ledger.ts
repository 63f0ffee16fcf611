import type { ChainOutcome, RecordWork } from '../../model/contract/effect-contract';
import {
  effectBytes,
  LEDGER_KEEP,
  type CarriedLedger,
  type EffectFacts,
  type LedgerEntry,
  type LedgerRow,
} from '../../model/contract/effect-ledger';
import type { Position, Stream } from '../../model/contract/record';
import { StreamTable } from '../../model/positions/stream-table';

/** Limit for a whole workflow: a lane hosts keys without end, and everything kept goes through continue-as-new. */
const MAX_ENTRIES = 500;
const MAX_BYTES = 64 * 1024;

interface Kept {
  readonly stream: Stream;
  readonly position: Position;
  readonly revision: number;
  readonly facts: EffectFacts;
}

/**
 * The last effects of each chain, bounded for each and overall (I10): a full lane forgets those of the key without an
 * effect for the longest time. The ledger outlives its chains, which a lane forgets when they are idle.
 */
export class EffectLedger {
  /** Chains, ordered by their last effects. */
  private readonly chains = new Map<string, Kept[]>();
  private entries = 0;
  private bytes = 0;

  constructor(
    carried: CarriedLedger = { streams: [], chains: [] },
    private readonly maxEntries = MAX_ENTRIES,
    private readonly maxBytes = MAX_BYTES,
  ) {
    const { streams, chains } = carried;
    for (const [chain, rows] of chains) {
      for (const row of rows) this.push(chain, keptOf(row, streams));
    }
  }

  /** Adds what a batch reports about the effects of `records`. */
  add(
    chain: string,
    records: readonly Pick<RecordWork, 'stream' | 'position' | 'revision'>[],
    { made = [], keep = LEDGER_KEEP }: ChainOutcome,
  ): void {
    for (const [index, facts] of made) {
      const record = records[index];
      if (record === undefined) continue;
      const { stream, position, revision = 0 } = record;
      this.push(chain, { stream, position, revision, facts });
    }
    while ((this.chains.get(chain)?.length ?? 0) > keep) this.dropOldest(chain);
    while (this.entries > this.maxEntries || this.bytes > this.maxBytes) {
      const [longest] = this.chains.keys();
      if (longest === undefined) break;
      this.dropOldest(longest);
    }
  }

  /** The entries of one chain or of all, oldest first. */
  of(wanted?: string): readonly LedgerEntry[] {
    const chains = wanted === undefined ? Array.from(this.chains) : [[wanted, this.chains.get(wanted) ?? []] as const];
    const entries = chains.flatMap(([chain, kept]) =>
      kept.map(({ stream, position, revision, facts }): LedgerEntry => ({
        chain,
        stream,
        position,
        ...(revision === 0 ? {} : { revision }),
        facts,
      })),
    );
    return wanted === undefined ? entries.sort((one, other) => one.facts[3] - other.facts[3]) : entries;
  }

  carry(): { readonly ledger?: CarriedLedger } {
    if (this.entries === 0) return {};
    const table = new StreamTable();
    const chains = Array.from(this.chains, ([chain, kept]) => [chain, kept.map((one) => rowOf(one, table))] as const);
    return { ledger: { streams: table.streams, chains } };
  }

  private push(chain: string, kept: Kept): void {
    const known = this.chains.get(chain) ?? [];
    known.push(kept);
    // The chain moves to the end, so that its effects are the last to be forgotten.
    this.chains.delete(chain);
    this.chains.set(chain, known);
    this.entries += 1;
    this.bytes += bytesOf(chain, kept);
  }

  private dropOldest(chain: string): void {
    const kept = this.chains.get(chain) ?? [];
    const oldest = kept.shift();
    if (kept.length === 0) this.chains.delete(chain);
    if (oldest === undefined) return;
    this.entries -= 1;
    this.bytes -= bytesOf(chain, oldest);
  }
}

const bytesOf = (chain: string, { facts }: Kept): number => chain.length + effectBytes(facts);

const rowOf = (
  { stream, position: { partition, leaderEpoch, offset }, revision, facts }: Kept,
  table: StreamTable,
): LedgerRow => [table.placeOf(stream), partition, leaderEpoch, offset, revision, facts];

const keptOf = (
  [place, partition, leaderEpoch, offset, revision, facts]: LedgerRow,
  streams: readonly Stream[],
): Kept => ({
  stream: StreamTable.at(streams, place),
  position: { partition, leaderEpoch, offset },
  revision,
  facts,
});
