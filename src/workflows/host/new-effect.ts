import type { RetryCommand } from '../../model/key-commands';
import { nothingToDo, type Commandable } from '../chain/commandable';
import { headRevision } from '../chain/head-revision';

/**
 * Whether a retry for new effects is about the record as it is: a command given twice counts once.
 * @throws ApplicationFailure in words.
 */
export const assertNewEffect = ({ chain }: Pick<Commandable, 'chain'>, { newEffect }: RetryCommand): void => {
  if (newEffect === undefined) return;
  const { revision = 0 } = headRevision(chain);
  if (newEffect.seen !== revision) {
    throw nothingToDo(`The record of key ${chain.id} has revision ${revision} by now, not ${newEffect.seen}.`);
  }
};
