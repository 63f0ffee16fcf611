import { ActivityFailure, patched, proxyActivities } from '@temporalio/workflow';
import type { Failure } from '../../model/contract/contract';
import type { Activities, TerminalAction } from '../../model/contract/effect-contract';
import { causeOf } from '../../model/keys/cause';
import { rejectSummary } from '../../model/records/work-summary';
import type { Chain } from '../chain/chain';
import type { TurnHost } from './turn-host';
import { defined } from '../../model/defined';
import { headDoubts } from '../chain/head-doubts';
import { whileDeciding } from '../chain/deciding';
import { placeOf, tellEvent } from '../chain/event-sink';
import { unknownAhead, headRevision } from '../chain/head-revision';

const { rejectRecord } = proxyActivities<Activities>({
  // The record may be read back for its dead letter, see `readRecords`.
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds', maximumAttempts: 10 },
});

const MAX_MESSAGE = 1_000;

interface Verdict {
  readonly action: TerminalAction;
  /** The failure to park the key with, if there is more to say than why its record failed. */
  readonly why?: Failure;
}

const PARK: Verdict = { action: 'park' };

/** Before this patch, there were no policies, and every record that failed for good parked its key. */
const POLICIES = 'terminal-actions';

/**
 * Applies the policy to the head record, which failed for good, and to `alike` records behind it. Its state is already
 * undone. If the key parks, it parks at its head, and the policy decides about the others in their turn.
 */
export const rejectHead = async (chain: Chain, failure: Failure, host: TurnHost, alike = 0): Promise<void> => {
  const { head } = chain.inbox;
  if (head === undefined) return;
  const decide = (): Promise<Verdict> => ask(chain, failure, host, alike);
  const { action, why = failure } = patched(POLICIES) ? await whileDeciding(chain, decide) : PARK;
  // An operator may have skipped the record meanwhile.
  if (chain.inbox.head !== head) return;
  if (action === 'park') {
    if (why !== failure) tellGivenUp(chain, failure);
    chain.park(why);
  } else {
    chain.advance(1 + alike);
    host.rejected(action, 1 + alike);
  }
};

/** The worker has told of the attempts, and not that they are over. */
const tellGivenUp = (chain: Chain, failure: Failure): void => {
  const { destination } = failure;
  tellEvent({ kind: 'letter-given-up', chain: chain.id, place: placeOf(chain), cause: causeOf(failure), destination });
};

const ask = async (chain: Chain, failure: Failure, host: TurnHost, alike: number): Promise<Verdict> => {
  const [head, ...others] = chain.inbox.peek(1 + alike);
  if (head === undefined) return PARK;
  const { stream, position, record, redriven } = head;
  const { gateway, route } = host;
  const unknownRevisions = unknownAhead(chain);
  try {
    const request = {
      gateway,
      route,
      chain: chain.id,
      stream,
      position,
      ...headRevision(chain),
      ...(unknownRevisions === 0 ? {} : { unknownRevisions }),
      ...defined({ redriven }),
      ...(record?.revision === undefined ? {} : { edited: record.value }),
      failure,
      ...headDoubts(chain),
      done: chain.progress.doneBefore(Date.now(), headRevision(chain)),
      attempts: chain.attempts + 1,
      ...(others.length === 0 ? {} : { alsoOffsets: others.map((entry) => entry.position.offset) }),
      ...(failure.code === 'record-gone' ? { key: chain.key } : {}),
    };
    return { action: await rejectRecord.executeWithOptions({ summary: rejectSummary(request) }, [request]) };
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    // A record without a dead letter must not be passed over, or it would be lost.
    const message = `${failure.message} (no dead letter was written: ${error.cause?.message ?? error.message})`;
    return { action: 'park', why: { ...failure, message: message.slice(0, MAX_MESSAGE) } };
  }
};
