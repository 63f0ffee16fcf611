import type { UnknownOutcome } from '../../model/contract/unknown-outcome';
import { defined } from '../../model/defined';
import { revisionOf } from '../../model/names/record-name';
import type { HeadCallbacks } from './head-callbacks';
import type { HeadProgress } from './head-progress';
import type { Inbox } from '../inbox/inbox';

/** What of a chain knows it. */
interface Parts {
  readonly callbacks: Pick<HeadCallbacks, 'pending'>;
  readonly progress: Pick<HeadProgress, 'doneSteps' | 'callOf' | 'childrenUnderWay' | 'newEffects'>;
  readonly inbox: Pick<Inbox, 'head'>;
}

/**
 * The requests that are done and whose callbacks the head record waits for, and the children that it has begun. Whoever
 * makes another request of the record does them again, and whoever leaves it out abandons them (I12).
 */
export const pendingDoubts = ({ callbacks, progress, inbox: { head } }: Parts): readonly UnknownOutcome[] => {
  const revision = revisionOf(head?.record, head?.redriven, progress.newEffects);
  return [
    ...callbacks.pending.flatMap(({ requests, calls, destination, since = 0 }) =>
      requests
        .filter((step) => calls.size === 0 || progress.doneSteps.includes(step))
        .map((step) => ({
          step,
          // Of several requests, only the last one's is known.
          ...defined({ destination: requests.length === 1 ? destination : undefined }),
          since,
          ...revision,
          ...progress.callOf(step),
          cause: 'done-before' as const,
        })),
    ),
    ...progress.childrenUnderWay.map((step) => ({
      step,
      since: 0,
      ...revision,
      cause: 'child-begun' as const,
    })),
  ];
};
