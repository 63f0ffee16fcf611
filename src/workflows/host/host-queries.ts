// What operators and the gateway ask of a running workflow. Queries cost no history.
import { defineQuery, setHandler } from '@temporalio/workflow';
import * as contract from '../../model/contract/contract';
import { EFFECTS_QUERY, type LedgerEntry } from '../../model/contract/effect-ledger';
import { CHAINS_QUERY, HEAD_QUERY, type ChainPage, type ChainQuery, type HeadRecord } from '../../model/key-commands';
import type { Chain } from '../chain/chain';
import type { EffectLedger } from './effect-ledger';
import { chainPage } from './listed-chains';
import { defined } from '../../model/defined';
import { headRevision } from '../chain/head-revision';

/** What queries may see of the host. */
export interface QueriedHost {
  readonly chains: ReadonlyMap<string, Chain>;
  readonly ledger: EffectLedger;
  readonly status: () => contract.HostStatus;
  readonly carry: () => contract.Carried;
}

export const registerQueries = ({ chains, ledger, status, carry }: QueriedHost): void => {
  setHandler(defineQuery<contract.HostStatus>(contract.STATUS_QUERY), status);
  setHandler(defineQuery<contract.Carried>(contract.SNAPSHOT_QUERY), carry);
  setHandler(defineQuery<unknown, [string]>(contract.STATE_QUERY), (chain) => chains.get(chain)?.state.settled ?? null);
  setHandler(defineQuery<ChainPage, [ChainQuery]>(CHAINS_QUERY), (query) => chainPage(chains.values(), query));
  setHandler(defineQuery<readonly LedgerEntry[], [string?]>(EFFECTS_QUERY), (chain) => ledger.of(chain));
  setHandler(defineQuery<HeadRecord | null, [string]>(HEAD_QUERY), (id) => {
    const chain = chains.get(id);
    const head = chain?.inbox.head;
    if (chain === undefined || head === undefined) return null;
    const { stream, position, record } = head;
    return { stream, position, ...defined({ record }), ...headRevision(chain) };
  });
};
