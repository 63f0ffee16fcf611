import { revisionOf } from '../../model/names/record-name';
import type { WireRecord } from '../../model/contract/record';
import type { Chain } from './chain';
import { patched } from '@temporalio/workflow';
import { nextRevision } from '../../model/records/next-revision';

/** Revision of the head record, which is part of its idempotency keys; absent for 0. */
export const headRevision = ({ inbox: { head }, progress }: Chain): Pick<WireRecord, 'revision'> =>
  revisionOf(head?.record, head?.redriven, progress.newEffects);

/** Before this patch, revisions were counted on, whatever had been sent under them in another life of the record. */
const FRESH = 'fresh-revisions';
/** Before this patch, each revision passed over all that were unknown, so that nobody could count them afterwards. */
const ONCE = 'unknown-revisions-once';

/** The revision for another request of the head record: one under which nothing was ever sent (I12). */
export const freshRevision = (chain: Chain): number => {
  const { head } = chain.inbox;
  const { revision = 0 } = headRevision(chain);
  if (head === undefined) return revision + 1;
  const fresh = freshOf(chain);
  const before = nextRevision(head.stream, revision, chain.redone.unknownRevisions(head));
  if (fresh !== before && patched(ONCE)) return fresh;
  return before > revision + 1 && !patched(FRESH) ? revision + 1 : before;
};

/** How many revisions behind the one that the head record has now nobody knows. */
export const unknownAhead = (chain: Chain): number => {
  const { head } = chain.inbox;
  if (head === undefined) return 0;
  return freshOf(chain) - nextRevision(head.stream, headRevision(chain).revision ?? 0);
};

const freshOf = (chain: Chain): number => {
  const { redone, inbox } = chain;
  const { head } = inbox;
  const { revision = 0 } = headRevision(chain);
  if (head === undefined) return revision + 1;
  return nextRevision(head.stream, revision, redone.unknownRevisions(head), redone.firstRevision(head));
};
