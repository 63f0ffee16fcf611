import { revisionOf } from '../../model/names/record-name';
import { DELIVER_STEP } from '../../model/contract/effect-contract';
import { awaitCallback, callbackFailure } from './await-callback';
import type { Chain } from '../chain/chain';
import type { HeadCallback } from '../head/head-callback';
import { workDoubts } from '../chain/head-doubts';
import { rejectHead } from './reject-head';
import { type GroupMember, RECORD_OVERHEAD, settleGroup } from './turn';
import type { Turn, TurnHost } from './turn-host';
import { defined } from '../../model/defined';

/** A `deliver` route's turn. The activity builds each request from the record, so changed options need no replay. */
export const deliverTurn: Turn = async (chain, host) => {
  const callback = chain.callbacks.get(DELIVER_STEP);
  // The callback may have come before the response to the request, or instead of it.
  if (callback !== undefined && (callback.deadline !== undefined || callback.answer !== undefined)) {
    await settleByCallback(chain, host, callback);
    return;
  }
  const group = chain.inbox
    .peek(chain.batches.size)
    .map(({ stream, position, record, redriven, bytes }, index): GroupMember => {
      const known = index === 0 ? chain.progress.sequence : undefined;
      const done = index === 0 ? chain.progress.doneSteps : [];
      const revision = revisionOf(record, redriven, index === 0 ? chain.progress.newEffects : 0);
      return {
        bytes: bytes + RECORD_OVERHEAD,
        work: {
          stream,
          position,
          sequence: known ?? host.nextSequence(),
          ...revision,
          ...(index === 0 && callback !== undefined ? { round: callback.round } : {}),
          ...defined({ record, redriven }),
          ...workDoubts(chain, index, { stream, position, ...defined({ redriven }) }, revision),
          ...(done.length === 0 ? {} : { done }),
        },
      };
    });
  await settleGroup(chain, group, host);
  // Whatever the outcome of the request, a callback that came since says more.
  chain.preferCallback(DELIVER_STEP);
};

/** Lets the callback settle or fail the record, whose request is done. */
const settleByCallback = async (chain: Chain, host: TurnHost, callback: HeadCallback): Promise<void> => {
  await awaitCallback(chain, host, callback, () => true);
  const failure = callbackFailure(callback);
  if (failure !== undefined) {
    await rejectHead(chain, failure, host);
  } else if (callback.answer !== undefined) {
    chain.advance(1);
    host.settled(1);
  }
};
