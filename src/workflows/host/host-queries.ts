// What operators and the gateway ask of a running workflow. Queries cost no history.
import * as contract from '../../model/contract/contract';
import { EFFECTS_QUERY } from '../../model/contract/effect-ledger';
import { CENSUS_QUERY, CHAINS_QUERY, HEAD_QUERY, type HeadRecord } from '../../model/keys/key-commands';
import { isChainQuery } from '../../model/wire/key-inputs';
import { isText } from '../../model/wire/plain-shapes';
import type { Chain } from '../chain/chain';
import type { EffectLedger } from '../chain/effect-ledger';
import { chainCensus } from './chain-census';
import { chainPage } from './listed-chains';
import { defined } from '../../model/defined';
import { headRevision } from '../chain/head-revision';
import { onBareQuery, onQuery } from '../wire/checked-handlers';

/** What queries may see of the host. */
export interface QueriedHost {
  readonly chains: ReadonlyMap<string, Chain>;
  readonly ledger: EffectLedger;
  readonly status: () => contract.HostStatus;
  readonly carry: () => contract.Carried;
}

const isTextOrNothing = (value: unknown): value is string | null | undefined =>
  (value ?? null) === null || isText(value);

export const registerQueries = ({ chains, ledger, status, carry }: QueriedHost): void => {
  onBareQuery(contract.STATUS_QUERY, status);
  onBareQuery(contract.SNAPSHOT_QUERY, carry);
  onQuery(contract.STATE_QUERY, isText, (chain) => chains.get(chain)?.state.carriedState ?? null);
  onQuery(CHAINS_QUERY, isChainQuery, (query) => chainPage(chains.values(), query));
  onBareQuery(CENSUS_QUERY, () => chainCensus(chains.values()));
  onQuery(EFFECTS_QUERY, isTextOrNothing, (chain) => ledger.of(chain ?? undefined));
  onQuery(HEAD_QUERY, isText, (id): HeadRecord | null => {
    const chain = chains.get(id);
    const head = chain?.inbox.head;
    if (chain === undefined || head === undefined) return null;
    const { stream, position, record } = head;
    return { stream, position, ...defined({ record }), ...headRevision(chain) };
  });
};
