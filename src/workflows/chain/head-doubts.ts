import type { KeyAnswer } from '../../model/key-commands';
import type { Chain } from './chain';

/**
 * The calls of a chain's head record that may have had their effects (I12). What is known from before a redrive counts
 * until the record is attempted again.
 */
export const headDoubts = ({ progress, inbox: { head } }: Chain): Pick<KeyAnswer, 'doubts'> => {
  const doubts = progress.begun ? progress.doubts : (head?.redriven?.doubts ?? []);
  return doubts.length === 0 ? {} : { doubts };
};
