import { CensusCount, notedKey, type CensusLine } from '../../model/keys/census';
import type { Chain } from '../chain/chain';
import { chainStatus } from '../chain/chain-status';

/** Counts the chains that do not move. A lane may have thousands of them. */
export const chainCensus = (chains: Iterable<Chain>): readonly CensusLine[] => {
  const count = new CensusCount();
  for (const chain of chains) {
    if (chain.block === undefined && !chain.paused) continue;
    const noted = notedKey(chainStatus(chain));
    if (noted !== undefined) count.add(noted);
  }
  return count.lines;
};
