import { againWords } from '../../model/again-words';
import type { RetryCommand } from '../../model/key-commands';
import { anewDoubts } from '../chain/anew-doubts';
import { refused, type Commandable } from '../chain/commandable';

/**
 * Whether a retry may send new effects: what was done already, or may have been, is done again only if the operator says
 * so (I12).
 * @throws ApplicationFailure in words.
 */
export const assertSureEffect = ({ chain }: Pick<Commandable, 'chain'>, { newEffect }: RetryCommand): void => {
  if (newEffect === undefined) return;
  const [doubt] = anewDoubts(chain).doubts ?? [];
  if (doubt !== undefined && newEffect.sure !== true) throw refused(againWords('A new effect', doubt));
};
