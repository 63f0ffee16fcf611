import { patched } from '@temporalio/workflow';
import type { ChainBlock } from '../../model/contract/contract';
import { isPostponed } from './chain-block';

/** Before this patch, a key whose request was taken at a later attempt showed that failure while it waited. */
const TAKEN = 'waiting-after-failure';

/** True if a request that got through ends what kept its key: the key waits for its callback, and those in line follow. */
export const endsByRequest = (block: ChainBlock | undefined): boolean =>
  isPostponed(block) || (block?.kind === 'retrying' && patched(TAKEN));
