import { ActivityFailure, patched, proxyActivities } from '@temporalio/workflow';
import type { Activities, ReadResult } from '../../model/contract/effect-contract';
import { isUndecoded } from '../../model/records/is-undecoded';
import { payloadPlace, shareRead } from '../../model/records/payload-place';
import type { WireRecord } from '../../model/contract/record';
import { readSummary } from '../../model/records/work-summary';
import type { Chain } from '../chain/chain';
import type { InboxEntry } from '../inbox/inbox';
import { rejectHead } from './reject-head';
import type { TurnHost } from './turn-host';

const { readRecords } = proxyActivities<Activities>({
  // Many may wait for their turn to read from one compressed batch. A dead worker is noticed by its heartbeat.
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds', maximumAttempts: 5 },
});

/** Before this patch, the policy was asked about each record with a lost payload on its own. */
const GONE_TOGETHER = 'gone-together';

export interface LoadedEntry extends InboxEntry {
  readonly record: WireRecord;
}

/** Before this patch, a record that could not be decoded once stayed so, whatever its route said later. */
const DECODED_AGAIN = 'undecodable-again';

const isLoaded = (entry: InboxEntry): entry is LoadedEntry =>
  entry.record !== undefined && !(isUndecoded(entry.record) && patched(DECODED_AGAIN));

/** The references that one read may ask for, which are neighbours in one partition. */
const readable = (entries: readonly InboxEntry[]): readonly InboxEntry[] => {
  const [first] = entries;
  if (first === undefined) return [];
  const end = entries.findIndex((entry) => isLoaded(entry) || !shareRead(first, entry));
  return end === -1 ? entries : entries.slice(0, end);
};

const read = async (
  chain: Chain,
  route: string,
  entries: readonly InboxEntry[],
): Promise<readonly ReadResult[] | undefined> => {
  const [first] = entries;
  if (first === undefined) return [];
  try {
    const { stream, position } = payloadPlace(first);
    const request = {
      route,
      stream,
      partition: position.partition,
      leaderEpoch: position.leaderEpoch,
      offsets: entries.map((entry) => payloadPlace(entry).position.offset),
      ...(first.redriven === undefined ? {} : { letters: true as const }),
    };
    return await readRecords.executeWithOptions({ summary: readSummary(request) }, [request]);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const reason = error.cause?.message ?? error.message;
    chain.retryLater({ code: 'network', message: `Could not read the record back from Kafka: ${reason}` }, 10_000);
    return undefined;
  }
};

/**
 * Loads the next records of the chain, reading from Kafka those that wait by reference or could not be decoded. Returns
 * none if the head cannot be read: the chain is then blocked, and parked if the record is gone for good.
 */
export const loadReferences = async (chain: Chain, host: TurnHost): Promise<readonly LoadedEntry[]> => {
  const next = chain.inbox.peek(chain.batches.size);
  const inline = next.findIndex((entry) => !isLoaded(entry));
  if (inline === -1) return next.filter(isLoaded);
  if (inline > 0) return next.slice(0, inline).filter(isLoaded);
  const wanted = readable(next);
  const results = await read(chain, host.route, wanted);
  const loaded: LoadedEntry[] = [];
  for (const [index, result] of (results ?? []).entries()) {
    const entry = wanted[index];
    if (entry === undefined) break;
    if ('record' in result) {
      loaded.push({ ...entry, record: result.record, bytes: JSON.stringify(result.record).length });
    } else if (entry.record !== undefined) {
      loaded.push({ ...entry, record: entry.record });
    } else {
      if (index === 0) {
        // Each redriven record has a letter of its own, so it must be rejected on its own.
        const alike = entry.redriven === undefined ? alsoGone(wanted, results ?? []) : 0;
        await rejectHead(chain, { code: 'record-gone', message: result.gone }, host, alike);
      }
      break;
    }
  }
  return loaded;
};

/** How many records right behind the first are gone like it. */
const alsoGone = (wanted: readonly InboxEntry[], results: readonly ReadResult[]): number => {
  const present = results.findIndex((result, index) => 'record' in result || wanted[index]?.record !== undefined);
  const gone = present === -1 ? results.length : present;
  return gone > 1 && patched(GONE_TOGETHER) ? gone - 1 : 0;
};
