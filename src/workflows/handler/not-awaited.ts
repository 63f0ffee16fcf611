import { patched } from '@temporalio/workflow';
import type { Failure } from '../../model/contract/contract';

/** Before this patch, what a handler did not wait for was left out, or failed the task of its workflow for ever. */
const AWAITED = 'awaited-calls';

/** Why a record must not be settled whose handler asked for a call, child or callback that was not done when it returned. */
export const notAwaited = (failure: Failure = UNDONE): Failure | undefined => (patched(AWAITED) ? failure : undefined);

const UNDONE: Failure = {
  code: 'handler-error',
  message:
    'The handler returned before a call, child or callback of its was done: await whatever the context promises.',
};
