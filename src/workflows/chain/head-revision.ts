import { revisionOf } from '../../model/record-name';
import type { WireRecord } from '../../model/contract/record';
import type { Chain } from './chain';

/** Revision of the head record, which is part of its idempotency keys; absent for 0. */
export const headRevision = ({ inbox: { head }, progress }: Chain): Pick<WireRecord, 'revision'> =>
  revisionOf(head?.record, head?.redriven, progress.newEffects);
