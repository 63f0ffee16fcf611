import type { ChainStatus } from '../../model/contract/contract';
import type { Chain } from './chain';
import { holdStatus } from './hold';

/** What an operator is told of a chain. */
export const chainStatus = (chain: Chain): ChainStatus => {
  const { hold, inbox, pausedAt } = chain;
  const head = inbox.head;
  const since = pausedAt ?? (hold?.kind === 'parked' ? hold.since : undefined);
  return {
    chain: chain.id,
    key: chain.key,
    status: chain.standing,
    ...(chain.paused && hold !== undefined ? { beneath: hold.kind } : {}),
    ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    waiting: inbox.size,
    ...(head === undefined ? {} : { head: { topic: head.stream.topic, ...head.position } }),
    ...(hold === undefined ? {} : holdStatus(hold, Date.now())),
    ...callbackStatus(chain),
  };
};

const callbackStatus = ({ awaited, hold }: Chain): Partial<Pick<ChainStatus, 'status' | 'callback'>> => {
  const [first] = awaited;
  if (first === undefined) return {};
  const { step, deadline = 0 } = first.callback;
  const callback = { step, until: new Date(deadline).toISOString() };
  return hold === undefined ? { status: 'waiting', callback } : { callback };
};
