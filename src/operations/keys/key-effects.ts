import type { Client } from '@temporalio/client';
import { sentKey } from '../../activities/destinations/request/http-request';
import type { ResolvedConfig } from '../../config/gateway/resolved-config';
import { EFFECTS_QUERY, type LedgerEntry } from '../../model/contract/effect-ledger';
import { ledgerLine, type LedgerLine } from '../../model/records/ledger-line';
import { askWorkflow } from '../ask-workflow';
import type { KeyTarget } from './key-target';

/**
 * The last effects of a key, or of all keys of a lane, oldest first; undefined if no worker answered. Idempotency keys
 * are computed here: they follow from the record and the step (I5).
 */
export const keyEffects = async (
  client: Client,
  { name: gateway, destinations }: ResolvedConfig,
  { workflowId, route, chain }: KeyTarget,
): Promise<readonly LedgerLine[] | undefined> => {
  const asked = chain === undefined ? [] : [chain];
  const entries = await askWorkflow<readonly LedgerEntry[]>(client, workflowId, EFFECTS_QUERY, ...asked);
  const owner = {
    gateway,
    route: route.name,
    sentKey: (destination: string, key: string) => sentKey(destinations.get(destination), key),
  };
  return entries?.map((entry) => ledgerLine(owner, entry));
};
