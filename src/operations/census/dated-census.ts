import type { Client } from '@temporalio/client';
import { mapLimited } from '../../async/map-limited';
import { CHAINS_QUERY, type ChainPage, type ChainQuery } from '../../model/keys/key-commands';
import { notedKey } from '../../model/keys/census';
import { askWorkflow } from '../ask-workflow';
import type { Census, CensusRow } from './census';

const ASKED = 50;
const AT_ONCE = 8;
const ANY: ChainQuery = { limit: 1 };

/** Asks one key of each row since when it stands so, where visibility does not know it. The keys may have changed since. */
export const datedCensus = async (client: Client, { rows, ...census }: Census): Promise<Census> => {
  const asked = new Set(
    rows.filter(({ since, sample }) => since === undefined && sample !== undefined).slice(0, ASKED),
  );
  const dated = await mapLimited(rows, AT_ONCE, (row) => (asked.has(row) ? dateOf(client, row) : Promise.resolve(row)));
  return { ...census, rows: dated };
};

const dateOf = async (client: Client, row: CensusRow): Promise<CensusRow> => {
  const { sample } = row;
  if (sample === undefined) return row;
  const answer = await askWorkflow<ChainPage>(client, sample.workflowId, CHAINS_QUERY, ANY);
  const [chain] = answer?.chains ?? [];
  const key = chain && notedKey(chain);
  return key?.status === row.status && key.cause === row.cause ? { ...row, since: key.since } : row;
};
