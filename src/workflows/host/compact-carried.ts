import type { Carried, CarriedEntry, ChainBlock, PackedRun } from '../../model/contract/contract';
import { jsonSize } from '../../model/json/json-size';
import type { Stream } from '../../model/contract/record';
import { packReferences, unpackReferences, type Reference } from '../../model/records/reference-runs';
import { StreamTable } from '../../model/positions/stream-table';
import { withoutWait } from '../chain/chain-block';
import { withoutAnswers, withoutAnyAnswers } from './dropped-answers';

/** Temporal terminates a workflow that continues with an input over 2 MB, and all that it holds would be lost. */
const MAX_BYTES = 1_500_000;
/** What is known of calls in doubt is worth this share more, which is still less than 2 MB. */
const MARGIN = 0.25;

/**
 * Shrinks what a run hands on if it would be too large: records go by position only, blocks without messages. If that
 * is not enough, the effect ledger goes, which only people read, and then answers of head records, see
 * `withoutAnswers`.
 */
export const compactCarried = (carried: Carried, limit = MAX_BYTES): Carried => {
  if (fits(carried, limit)) return carried;
  const compact = packed(carried);
  if (fits(compact, limit)) return compact;
  const { ledger, ...bare } = compact;
  const excess = sizeOf(bare) - limit;
  if (ledger !== undefined && excess <= 0) return bare;
  const fewer = { ...bare, chains: withoutAnswers(bare.chains, excess) };
  return fits(fewer, limit * (1 + MARGIN)) ? fewer : { ...bare, chains: withoutAnyAnswers(bare.chains) };
};

/** Restores the plain form of what `compactCarried` made; what older versions carried has it already. */
export const expandCarried = ({ streams = [], ...carried }: Carried): Carried => ({
  ...carried,
  chains: carried.chains.map(({ packed: runs = [], ...chain }) => ({
    ...chain,
    waiting: [...chain.waiting, ...runs.map((run) => plainRun(run, streams))],
  })),
});

const sizeOf = (carried: Carried): number => jsonSize(JSON.stringify(carried));

const fits = (carried: Carried, limit: number): boolean => sizeOf(carried) <= limit;

const packed = (carried: Carried): Carried => {
  const table = new StreamTable();
  const chains = carried.chains.map(({ hold, waiting, ...chain }) => ({
    ...chain,
    ...(waiting.some(isKept)
      ? { waiting: besideKept(waiting) }
      : {
          waiting: [],
          packed: packReferences(waiting.flatMap(references)).map(
            ({ stream, partition, leaderEpoch, offsets }): PackedRun => [
              table.placeOf(stream),
              partition,
              leaderEpoch,
              offsets,
            ],
          ),
        }),
    ...(hold === undefined ? {} : { hold: wordless(hold) }),
  }));
  return { ...carried, streams: table.streams, chains };
};

/** These stay inline: Kafka does not have edited records, and has redriven ones elsewhere. */
const isKept = (entry: CarriedEntry): boolean =>
  'redriven' in entry || ('record' in entry && entry.record.revision !== undefined);

/** Leaves the kept entries as they are, in their places among the positions of the others. */
const besideKept = (waiting: readonly CarriedEntry[]): readonly CarriedEntry[] => {
  const kept: CarriedEntry[] = [];
  let others: Reference[] = [];
  const pack = (): void => {
    kept.push(...packReferences(others));
    others = [];
  };
  for (const entry of waiting) {
    if (!isKept(entry)) {
      others.push(...references(entry));
      continue;
    }
    pack();
    kept.push(entry);
  }
  pack();
  return kept;
};

const references = (entry: CarriedEntry): readonly Reference[] => {
  if ('offsets' in entry) return unpackReferences(entry);
  const { partition, leaderEpoch, offset } = 'record' in entry ? entry.record : entry.position;
  return [{ stream: entry.stream, position: { partition, leaderEpoch, offset } }];
};

/** Keeps the step, because attempts are counted for it. */
const wordless = (hold: ChainBlock): ChainBlock => {
  const { code, step } = hold.failure;
  const counted = hold.kind === 'retrying' && hold.attempts > 0 && step !== undefined;
  return { ...withoutWait(hold), failure: { code, message: '', ...(counted ? { step } : {}) } };
};

const plainRun = ([place, partition, leaderEpoch, offsets]: PackedRun, streams: readonly Stream[]): CarriedEntry => ({
  stream: StreamTable.at(streams, place),
  partition,
  leaderEpoch,
  offsets,
});
