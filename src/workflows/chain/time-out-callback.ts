import { defined } from '../../model/defined';
import type { Chain } from './chain';
import type { HeadCallback } from './head-callback';
import { headRevision } from './head-revision';

/** Marks a wait as over. What asked for the callback may have had its effect all the same (I12). */
export const timeOutCallback = (chain: Chain, callback: HeadCallback): void => {
  callback.timeOut();
  const { destination, requests, since = callback.deadline ?? 0 } = callback;
  for (const step of requests) {
    chain.progress.inDoubt({
      step,
      since,
      cause: 'callback-timeout',
      ...defined({ destination }),
      ...headRevision(chain),
    });
  }
};
