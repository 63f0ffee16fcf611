import { againWords } from '../../model/again-words';
import type { EditCommand } from '../../model/key-commands';
import { anewDoubts } from '../chain/anew-doubts';
import { refused, type Commandable } from '../chain/commandable';

/**
 * Whether a record may be edited: an edit has idempotency keys of its own, so that what may have happened already is
 * done again, and only if the operator says so (I12).
 * @throws ApplicationFailure in words.
 */
export const assertSureEdit = ({ chain }: Pick<Commandable, 'chain'>, { sure }: Pick<EditCommand, 'sure'>): void => {
  const [doubt] = anewDoubts(chain).doubts ?? [];
  if (doubt !== undefined && sure !== true) throw refused(againWords('An edited record', doubt));
};
