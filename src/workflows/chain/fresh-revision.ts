import { patched } from '@temporalio/workflow';
import { nextRevision } from '../../model/next-revision';
import type { Chain } from './chain';
import { headRevision } from './head-revision';

/** Before this patch, revisions were counted on, whatever had been sent under them in another life of the record. */
const FRESH = 'fresh-revisions';

/** The revision for another request of the head record: one under which nothing was ever sent (I12). */
export const freshRevision = (chain: Chain): number => {
  const { head } = chain.inbox;
  const { revision = 0 } = headRevision(chain);
  if (head === undefined) return revision + 1;
  const fresh = nextRevision(head.stream, revision, chain.redone.unknownRevisions(head));
  return fresh > revision + 1 && !patched(FRESH) ? revision + 1 : fresh;
};
