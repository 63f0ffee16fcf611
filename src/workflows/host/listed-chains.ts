import { blockNames } from '../../model/keys/cause';
import type { HostStatus } from '../../model/contract/contract';
import type { ChainPage, ChainQuery } from '../../model/keys/key-commands';
import type { Chain } from '../chain/chain';
import { chainStatus } from '../chain/chain-status';
import type { ChainTally } from '../chain/chain-tally';

/** The most chains that one answer lists. */
const MAX_LISTED = 100;

/** The chains of a host's status, at most `count`: first parked, then retrying, paused and waiting for callbacks. */
export const listedChains = (
  all: Iterable<Chain>,
  tally: ChainTally<Chain>,
  count = MAX_LISTED,
): Pick<HostStatus, 'waiting' | 'parked' | 'paused' | 'chains'> => {
  let waiting = 0;
  const awaiting: Chain[] = [];
  const running: Chain[] = [];
  const idle: Chain[] = [];
  for (const chain of all) {
    waiting += chain.inbox.size;
    if (chain.standing === 'running') running.push(chain);
    else if (chain.standing === 'waiting') awaiting.push(chain);
    else if (chain.standing === 'idle') idle.push(chain);
  }
  const { parked, retrying, paused } = tally;
  const listed = [...parked, ...retrying, ...paused, ...awaiting, ...running, ...idle].slice(0, count);
  return { waiting, parked: parked.size, paused: paused.size, chains: listed.map(chainStatus) };
};

/** A page of the chains that an operator asks for, by id. */
export const chainPage = (
  all: Iterable<Chain>,
  { statuses, destination, error, cause = error, after = '', limit }: ChainQuery,
): ChainPage => {
  const asked = Array.from(all).filter(
    ({ id, standing, block }) =>
      id > after &&
      (statuses?.includes(standing) ?? true) &&
      (destination === undefined || block?.failure.destination === destination) &&
      (cause === undefined || (block !== undefined && blockNames(block).includes(cause))),
  );
  asked.sort((a, b) => (a.id < b.id ? -1 : 1));
  const page = asked.slice(0, Math.min(limit, MAX_LISTED));
  return { chains: page.map(chainStatus), more: asked.length > page.length };
};
