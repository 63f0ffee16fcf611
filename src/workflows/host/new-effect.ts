import { againWords } from '../../model/again-words';
import type { RetryCommand } from '../../model/key-commands';
import { nothingToDo, refused, type Commandable } from '../chain/commandable';
import { headDoubts } from '../chain/head-doubts';
import { headRevision } from '../chain/head-revision';

/**
 * Whether a retry may send new effects: a command given twice counts once, and what may have happened already is done
 * again only if the operator says so (I12).
 * @throws ApplicationFailure in words.
 */
export const assertNewEffect = ({ chain }: Pick<Commandable, 'chain'>, { newEffect }: RetryCommand): void => {
  if (newEffect === undefined) return;
  const { revision = 0 } = headRevision(chain);
  if (newEffect.seen !== revision) {
    throw nothingToDo(`The record of key ${chain.id} has revision ${revision} by now, not ${newEffect.seen}.`);
  }
  const [doubt] = headDoubts(chain).doubts ?? [];
  if (doubt !== undefined && newEffect.sure !== true) throw refused(againWords('A new effect', doubt));
};
