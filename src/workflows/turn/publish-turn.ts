import { revisionOf } from '../../model/names/record-name';
import { publishMembers } from './publish-group';
import { rejectHead } from './reject-head';
import { RECORD_OVERHEAD } from './turn';
import type { Turn } from './turn-host';
import { defined } from '../../model/defined';

/** A `publish` route's turn. The writer maps each record by the route's options, so changed options need no replay. */
export const publishTurn: Turn = async (chain, host) => {
  const members = chain.inbox.peek(chain.batches.size).map(({ stream, position, record, redriven, bytes }, index) => ({
    work: {
      stream,
      position,
      ...revisionOf(record, redriven, index === 0 ? chain.progress.newEffects : 0),
      ...defined({ record, redriven }),
    },
    bytes: bytes + RECORD_OVERHEAD,
  }));
  const begun = Date.now();
  const outcome = await publishMembers(chain, members, host);
  const { settled, failure } = outcome;
  chain.advance(settled);
  host.settled(settled);
  chain.batches.adapt(members.length, outcome);
  if (settled < members.length) chain.progress.attempted(outcome, begun);
  if (failure === undefined) return;
  if (failure.terminal) await rejectHead(chain, failure, host);
  else chain.retryLater(failure, failure.retryInMs);
};
