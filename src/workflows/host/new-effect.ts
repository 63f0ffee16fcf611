import { doubtWords } from '../../model/doubt-words';
import type { RetryCommand } from '../../model/key-commands';
import { nothingToDo, refused, type Commandable } from './commandable';
import { headRevision } from '../chain/head-revision';

/**
 * Whether a retry may send new effects: a command given twice counts once, and what may have happened already is done
 * again only if the operator says so (I12).
 * @throws ApplicationFailure in words.
 */
export const assertNewEffect = ({ chain, head }: Commandable, { newEffect }: RetryCommand): void => {
  if (newEffect === undefined) return;
  const { revision = 0 } = headRevision(chain);
  if (newEffect.seen !== revision) {
    throw nothingToDo(`The record of key ${chain.id} has revision ${revision} by now, not ${newEffect.seen}.`);
  }
  const [doubt] = [...chain.progress.doubts, ...(head.redriven?.doubts ?? [])];
  if (doubt === undefined || newEffect.sure === true) return;
  throw refused(
    `A new effect would do it again if it has happened. ${doubtWords(doubt)} Look at the API; with --yes it is sent all the same.`,
  );
};
