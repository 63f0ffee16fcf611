import type { ChainStatus, HostStatus } from '../model/contract';
import type { HoldTally } from './hold-tally';

interface Listed {
  readonly inbox: { readonly size: number };
  readonly hold: unknown;
  /** Callbacks that are waited for. */
  readonly awaited: { readonly size: number };
  status(): ChainStatus;
}

/** The part of a host's status that is about its chains: at most `count` of them, parked ones first, then retrying, then waiting for callbacks. */
export const listedChains = <C extends Listed>(
  all: Iterable<C>,
  tally: HoldTally<C>,
  count: number,
): Pick<HostStatus, 'waiting' | 'parked' | 'chains'> => {
  let waiting = 0;
  const awaiting: C[] = [];
  const running: C[] = [];
  const idle: C[] = [];
  for (const chain of all) {
    waiting += chain.inbox.size;
    if (chain.hold !== undefined) continue;
    const moving = chain.awaited.size > 0 ? awaiting : running;
    (chain.inbox.size > 0 ? moving : idle).push(chain);
  }
  const listed = [...tally.parked, ...tally.retrying, ...awaiting, ...running, ...idle].slice(0, count);
  return { waiting, parked: tally.parked.size, chains: listed.map((chain) => chain.status()) };
};
