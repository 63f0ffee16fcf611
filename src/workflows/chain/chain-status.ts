import type { ChainBlock, ChainStatus } from '../../model/contract/contract';
import { fewDoubts } from '../../model/doubts/unknown-outcomes';
import type { Chain } from './chain';
import { blockStatus } from './chain-block';
import { decidingSince } from './deciding';
import { headDoubts, renewedDoubts } from './head-doubts';
import { headRevision } from './head-revision';

/** The status of a chain as an operator sees it. */
export const chainStatus = (chain: Chain): ChainStatus => {
  const { block, inbox, pausedAt } = chain;
  const head = inbox.head;
  const since = pausedAt ?? stoppedSince(block);
  return {
    chain: chain.id,
    key: chain.key,
    status: chain.standing,
    ...(chain.paused && block !== undefined ? { beneath: block.kind } : {}),
    ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    waiting: inbox.size,
    ...(head === undefined ? {} : { head: { topic: head.stream.topic, ...head.position } }),
    ...(block === undefined ? {} : blockStatus(block, Date.now())),
    ...headRevision(chain),
    ...headDoubts(chain),
    ...againStatus(chain),
    ...decidingStatus(chain),
    ...callbackStatus(chain),
  };
};

/** I12: whoever decides is told before, and not only by the refusal of a command. */
const againStatus = (chain: Chain): Pick<ChainStatus, 'again'> => {
  const { doubts = [] } = headDoubts(chain);
  const again = (renewedDoubts(chain).doubts ?? []).filter((one) => doubts.every(({ step }) => step !== one.step));
  return again.length === 0 ? {} : { again: fewDoubts(again) };
};

const decidingStatus = (chain: Chain): Pick<ChainStatus, 'deciding'> => {
  const since = decidingSince(chain);
  return since === undefined ? {} : { deciding: new Date(since).toISOString() };
};

const stoppedSince = (block: ChainBlock | undefined): number | undefined =>
  block?.kind === 'retrying' ? (block.wait?.since ?? block.since) : block?.since;

const callbackStatus = ({ callbacks, block }: Chain): Partial<Pick<ChainStatus, 'status' | 'callback'>> => {
  const [first] = callbacks.awaited;
  if (first === undefined) return {};
  const { step, deadline = 0 } = first.callback;
  const callback = { step, until: new Date(deadline).toISOString() };
  return block === undefined ? { status: 'waiting', callback } : { callback };
};
