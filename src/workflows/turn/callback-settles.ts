import { patched } from '@temporalio/workflow';
import type { Chain } from '../chain/chain';

/** Before this patch, a request that failed was made again, or failed its record, although its callback had come. */
const FIRST = 'callback-settles-first';

/** True if the callback has come that the request of this step asks for: it counts, whatever became of the request. */
export const callbackSettles = ({ callbacks }: Chain, step: string | undefined): boolean =>
  callbacks.answer(step) && patched(FIRST);
