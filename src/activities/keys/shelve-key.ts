import type { Activities } from '../../model/contract/effect-contract';
import type { KeyDeps } from './key-deps';

const LOG_EVERY_MS = 60_000;

/** Puts the state of an idle key on its shelf. If there is no room, the key stays as it is, and the log says so. */
export const shelveKey = ({ putOnShelf, log }: Pick<KeyDeps, 'putOnShelf' | 'log'>): Activities['shelveKey'] => {
  let refused = 0;
  let loggedAt = 0;
  return async (run) => {
    const answer = await putOnShelf(run);
    if (answer !== 'full') return answer;
    refused += 1;
    if (Date.now() - loggedAt > LOG_EVERY_MS) {
      log.warn({ workflowId: run.workflowId, keys: refused }, 'no room on the shelf: idle keys are not retired');
      refused = 0;
      loggedAt = Date.now();
    }
    return answer;
  };
};
