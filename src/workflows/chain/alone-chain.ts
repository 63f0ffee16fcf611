import type { EffectFailure } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import { revisionOf } from '../../model/names/record-name';
import type { AloneChain } from '../batching/at-once-task';
import type { Chain } from './chain';

/** The chain, if its first record has come now and nothing of before keeps the record from its turn; else undefined. */
export const aloneChain = (chain: Chain): AloneChain | undefined => {
  const { id, running, inbox, standing, batches } = chain;
  if (running || inbox.size !== 1 || standing !== 'running' || batches.slow) return undefined;
  return {
    id,
    lose: (failure, since) => {
      loseWaiting(chain, failure, since);
    },
  };
};

/** An attempt at the waiting records was lost that this run has never made. */
const loseWaiting = ({ inbox, batches, progress }: Chain, failure: EffectFailure, since: number): void => {
  const works = inbox.peek(batches.size).map(({ stream, position, record, redriven }) => {
    return { stream, position, sequence: 0, ...defined({ redriven }), ...revisionOf(record, redriven) };
  });
  progress.attempting(works, since);
  progress.attempted({ chain: '', settled: 0, failure }, since);
};
