import type { ChainOutcome, ChainWork, Effect, RecordWork } from '../../model/contract/effect-contract';
import { jsonSize } from '../../model/json/json-size';
import type { Publish } from '../../model/contract/outbox-contract';
import type { Chain } from '../chain/chain';
import { callbackSettles } from './callback-settles';
import { publishMembers } from './publish-group';
import { rejectHead } from './reject-head';
import { openDoubts, workDoubts } from '../chain/head-doubts';
import type { TurnHost } from './turn-host';
import { attemptsMade } from '../chain/chain-block';
import { defined } from '../../model/defined';

/** A record whose effects will be performed, with the state to restore if they are not (I8). */
export interface GroupMember {
  readonly work: RecordWork;
  readonly bytes: number;
  /** State before the record, as JSON; absent if the chain has no state. */
  readonly before?: string;
  readonly published?: readonly Publish[];
  readonly publishedBytes?: number;
}

/** Approximate size, in characters of JSON, that each record adds to a batch besides its payload. */
export const RECORD_OVERHEAD = 200;

/** The work that the activity is asked to do for a chain. */
export const chainWork = ({ id, block }: Chain, records: readonly RecordWork[]): ChainWork => ({
  chain: id,
  ...attemptsMade(block, Date.now()),
  records,
});

/** Performs one effect of the head record while its handler waits for the answer. */
export const submitEffect = async (
  chain: Chain,
  host: TurnHost,
  { stream, position, sequence, revision, redriven, producedAt, trace }: RecordWork,
  effect: Effect,
): Promise<ChainOutcome> => {
  chain.progress.begin(sequence);
  const bytes = RECORD_OVERHEAD + jsonSize(JSON.stringify(effect));
  const its = {
    ...defined({ revision, redriven: openDoubts(chain, redriven), producedAt, trace }),
    ...workDoubts(chain, 0, { stream, position, ...defined({ redriven }) }, { ...defined({ revision }) }),
  };
  const records = [{ stream, position, sequence, ...its, effects: [effect] }];
  const begun = Date.now();
  chain.progress.attempting(records, begun);
  const outcome = await host.effects.submit(chainWork(chain, records), bytes, chain.attempts > 0);
  host.ledger.add(chain.id, records, outcome);
  if (outcome.settled === 1) chain.progress.made([effect], outcome, { ...defined({ revision }) }, begun);
  chain.progress.attempted(outcome, begun);
  return outcome;
};

/**
 * Performs the effects of all members, then publishes for those whose effects are done, each in order. A record whose
 * publishing fails is not settled; its effects are kept among its done steps, so that they are not repeated.
 */
const performAndPublish = async (
  chain: Chain,
  group: readonly GroupMember[],
  host: TurnHost,
): Promise<ChainOutcome> => {
  const publishing = group.some(({ published }) => published !== undefined);
  const idle = publishing && group.every(({ work }) => work.effects?.length === 0);
  const performed = idle ? { chain: chain.id, settled: group.length } : await perform(chain, group, host);
  host.ledger.add(
    chain.id,
    group.map(({ work }) => work),
    performed,
  );
  if (!publishing || performed.settled === 0) return performed;
  const members = group.slice(0, performed.settled).map(({ work, published, publishedBytes = 0 }) => {
    const { stream, position, revision, trace } = work;
    const its = { stream, position, ...defined({ revision, trace }) };
    return { work: published === undefined ? undefined : { ...its, publishes: published }, bytes: publishedBytes };
  });
  const outcome = await publishMembers(chain, members, host);
  if (outcome.settled === performed.settled) return performed;
  const done = group[outcome.settled]?.work.effects?.map(({ step }) => step) ?? [];
  return { ...outcome, ...(done.length === 0 ? {} : { done }) };
};

const perform = (chain: Chain, group: readonly GroupMember[], host: TurnHost): Promise<ChainOutcome> => {
  const works = group.map(({ work }, index) =>
    index === 0 ? { ...work, ...defined({ redriven: openDoubts(chain, work.redriven) }) } : work,
  );
  chain.progress.attempting(works, Date.now());
  const work = chainWork(chain, works);
  const bytes = group.reduce((sum, member) => sum + member.bytes, 0);
  return host.effects.submit(work, bytes, chain.batches.slow || chain.attempts > 0);
};

/** The number under which the record is sent the next time: the same, unless nobody knows which one it was. */
const sequenceAfter = ({ renumber }: ChainOutcome, { work }: GroupMember, host: TurnHost): number =>
  renumber === true ? host.nextSequence() : work.sequence;

/**
 * Performs the effects of `group` in order and settles the records that are done. Returns false if one is not done: the
 * state is then restored to what it was before that record, which blocks its chain if it failed.
 */
export const settleGroup = async (chain: Chain, group: readonly GroupMember[], host: TurnHost): Promise<boolean> => {
  if (group.length === 0) return true;
  const begun = Date.now();
  const outcome = await performAndPublish(chain, group, host);
  chain.advance(outcome.settled);
  host.settled(outcome.settled);
  const { failure } = outcome;
  if (outcome.awaiting !== undefined) chain.expectCallback(outcome.awaiting);
  else chain.batches.adapt(group.length, outcome);
  const unsettled = group[outcome.settled];
  if (unsettled === undefined) return true;
  if (unsettled.before !== undefined) chain.state.replace(unsettled.before);
  chain.progress.begin(sequenceAfter(outcome, unsettled, host));
  const { done = [] } = outcome;
  const asked = outcome.awaiting === undefined ? [] : [outcome.awaiting];
  const made = unsettled.work.effects?.filter(({ step }) => done.includes(step)) ?? asked;
  chain.progress.claims.noteCalls(unsettled.work);
  chain.progress.made(made, outcome, unsettled.work, begun);
  chain.progress.attempted(outcome, begun);
  chain.progress.done(done);
  if (failure?.terminal !== true) chain.tryLater(outcome);
  else if (!callbackSettles(chain, failure.step)) await rejectHead(chain, failure, host, outcome.alsoGone);
  return false;
};
