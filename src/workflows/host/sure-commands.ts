import type { RetryCommand, EditCommand } from '../../model/keys/key-commands';
import { nothingToDo, type Commandable, refused } from '../chain/commandable';
import { headRevision } from '../chain/head-revision';
import { againWords } from '../../model/doubts/doubt-words';
import { anewDoubts, renewedDoubts } from '../chain/head-doubts';

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

/**
 * Whether a record may be edited: an edit has idempotency keys of its own, so that what may have happened already is
 * done again, and only if the operator says so (I12).
 * @throws ApplicationFailure in words.
 */
export const assertSureEdit = ({ chain }: Pick<Commandable, 'chain'>, { sure }: Pick<EditCommand, 'sure'>): void => {
  const [doubt] = anewDoubts(chain).doubts ?? [];
  if (doubt !== undefined && sure !== true) throw refused(againWords('An edited record', doubt));
};

/**
 * Whether a retry may send new effects: what was done already, or may have been, is done again only if the operator says
 * so (I12).
 * @throws ApplicationFailure in words.
 */
export const assertSureEffect = ({ chain }: Pick<Commandable, 'chain'>, { newEffect }: RetryCommand): void => {
  if (newEffect === undefined) return;
  const [doubt] = renewedDoubts(chain).doubts ?? [];
  if (doubt !== undefined && newEffect.sure !== true) throw refused(againWords('A new effect', doubt));
};
