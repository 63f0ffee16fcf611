import { patched } from '@temporalio/workflow';
import type { ChainBlock } from '../../model/contract/contract';
import type { EffectWait } from '../../model/contract/effect-contract';
import { isPostponed, postponed } from './chain-block';

/** Before this patch, a chain that had not called its destination showed the first reason for it until it did. */
const RETOLD = 'retold-waits';

/** Postpones a chain. One that has made no attempt says why it waits now, whatever it waited for before. */
export const postponedAnew = (block: ChainBlock | undefined, wait: EffectWait, now: number): ChainBlock => {
  const kept = postponed(block, wait, now);
  if (!isPostponed(block) || block.attempts > 0 || block.failure.step !== wait.step) return kept;
  const { failure } = postponed(undefined, wait, now);
  // Another code is another cause, by which keys are found: a command of the workflow.
  return failure.code === kept.failure.code || patched(RETOLD) ? { ...kept, failure } : kept;
};
