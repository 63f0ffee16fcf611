import { revisionOf } from '../model/revision-of';
import type { Turn, GroupMember } from './turn';
import { RECORD_OVERHEAD, settleGroup } from './turn';

/** Turn of a `deliver` route: the activity builds each request from the record, so a change of options needs no replay. */
export const deliverTurn: Turn = async (chain, host) => {
  const group = chain.inbox.peek(chain.groupLimit).map(({ stream, position, record, bytes }, index): GroupMember => {
    const begun = index === 0 ? chain.headSequence : undefined;
    const done = index === 0 ? chain.doneSteps : [];
    return {
      bytes: bytes + RECORD_OVERHEAD,
      work: {
        stream,
        position,
        sequence: begun ?? host.nextSequence(),
        ...revisionOf(record),
        ...(record === undefined ? {} : { record }),
        ...(done.length === 0 ? {} : { done }),
      },
    };
  });
  await settleGroup(chain, group, host);
};
