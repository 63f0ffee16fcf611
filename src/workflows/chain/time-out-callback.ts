import { defined } from '../../model/defined';
import type { Chain } from './chain';
import type { HeadCallback } from '../head/head-callback';
import { headRevision } from './head-revision';

/** Marks a wait as over. What asked for the callback may have had its effect all the same (I12). */
export const timeOutCallback = (chain: Chain, callback: HeadCallback): void => {
  callback.timeOut();
  const { destination, requests, steady, since = callback.deadline ?? 0 } = callback;
  for (const step of requests) {
    const { request, ...call } = chain.progress.callOf(step) ?? {};
    chain.progress.inDoubt({
      step,
      since,
      // Of several requests, only the last one's is known.
      ...defined({ destination: requests.length === 1 ? destination : undefined }),
      ...call,
      cause: 'callback-timeout',
      // Otherwise its next round has another URL, and so makes another request.
      ...(steady ? defined({ request }) : {}),
      ...headRevision(chain),
    });
  }
};
