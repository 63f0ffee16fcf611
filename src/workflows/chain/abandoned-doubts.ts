import type { KeyAnswer } from '../../model/key-commands';
import { UnknownOutcomes } from '../../model/unknown-outcomes';
import type { Chain } from './chain';
import { headDoubts } from './head-doubts';
import { pendingDoubts } from './pending-doubts';

/** What is in doubt of the head record, and what it waits for: all that a skip abandons. */
export const abandonedDoubts = (chain: Chain): Pick<KeyAnswer, 'doubts'> => {
  const { doubts: before = [] } = headDoubts(chain);
  const known = new Set(before.map(({ step }) => step));
  const pending = pendingDoubts(chain).filter(({ step }) => !known.has(step));
  const { all: doubts } = new UnknownOutcomes([...before, ...pending]);
  return doubts.length === 0 ? {} : { doubts };
};
