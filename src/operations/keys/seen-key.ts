// I4: what an operator is shown and asked about is what the command then acts on, and nothing that came since.
import type { Client } from '@temporalio/client';
import type { ChainStatus, KeyCommand } from '../../model/contract/contract';
import { defined } from '../../model/defined';
import { HEAD_QUERY, type HeadRecord } from '../../model/keys/key-commands';
import { askWorkflow } from '../ask-workflow';
import { noAnswer, NOTHING_CHANGED } from '../cannot-run';
import { askedPatiently, type Patience } from '../until-answered';
import { notRunning } from './command-key';
import type { KeyTarget } from './key-target';
import { showKey } from './show-key';

/** A key with the record that it is at. */
export type SeenKey = Pick<ChainStatus, 'revision'> & Partial<ChainStatus> & Required<Pick<ChainStatus, 'head'>>;

/** What a command says of the record that was seen, so that it acts on no other. */
export const seenRecord = ({
  head,
  revision = 0,
}: Pick<Partial<ChainStatus>, 'head' | 'revision'>): Pick<KeyCommand, 'offset' | 'shown'> => {
  if (head === undefined) return {};
  const { topic, partition, offset } = head;
  return { offset, shown: { topic, partition, revision } };
};

/** A lane lists at most 100 of its keys, and tells the record of each. */
const unlisted = async (client: Client, workflowId: string, chain: string): Promise<SeenKey | null | undefined> => {
  const head = await askWorkflow<HeadRecord | null>(client, workflowId, HEAD_QUERY, chain);
  if (head === undefined || head === null) return head;
  const { stream, position, revision } = head;
  return { head: { topic: stream.topic, ...position }, ...defined({ revision }) };
};

/**
 * Looks at the record that a key is at; null if it has none.
 * @throws GatewayError `not-found`; `refused` if its workflow is closed; `no-answer` if no worker answers in time.
 */
export const seenKey = async (
  client: Client,
  target: KeyTarget & { readonly chain: string },
  patience: Patience | undefined,
): Promise<SeenKey | null> => {
  const { workflowId, chain } = target;
  const seen = await askedPatiently(patience, async () => {
    const { answered, workflowStatus, status } = await showKey(client, target);
    if (workflowStatus !== 'RUNNING') throw await notRunning(client, workflowId);
    if (!answered) return undefined;
    const { head } = status ?? {};
    return head === undefined ? unlisted(client, workflowId, chain) : { ...status, head };
  });
  if (seen !== undefined) return seen;
  throw await noAnswer(client, workflowId, NOTHING_CHANGED);
};
