import type { BlockWait, ChainBlock, ChainStatus, Failure } from '../../model/contract/contract';
import type { ChainWork, EffectWait } from '../../model/contract/effect-contract';
import { defined } from '../../model/defined';
import { waitWords } from '../../model/contract/wait-reason';
import { patched } from '@temporalio/workflow';

// How an outcome changes the block of a chain. A chain that is postponed because its destination must not be called now
// keeps its attempts, and the time that it waits does not count toward their maximum age.

/** Carried length of a failure's message. */
const CARRIED_MESSAGE = 200;

type Retrying = Extract<ChainBlock, { kind: 'retrying' }>;
type Postponed = Retrying & { readonly wait: BlockWait };

/** True when the chain is not to call its destination now. */
export const isPostponed = (block: ChainBlock | undefined): block is Postponed =>
  block?.kind === 'retrying' && block.wait !== undefined;

/** True when nobody is to call the destination now: its breaker is open or its gate closed. */
export const isShut = (block: ChainBlock | undefined): block is Postponed =>
  isPostponed(block) && block.wait.reason !== 'rate-limited';

/** Attempts count for one step, so a step that is reached only now has had none. */
export const attemptsAt = (block: ChainBlock | undefined, step: string | undefined): number =>
  block?.failure.step === step ? (block?.attempts ?? 0) : 0;

/** The attempts made so far, for the activity that makes the next one. */
export const attemptsMade = (
  block: ChainBlock | undefined,
  now: number,
): Pick<ChainWork, 'attempts' | 'failing' | 'failingForMs'> => ({
  attempts: block?.attempts ?? 0,
  ...defined({ failing: block?.failure.step, failingForMs: failingForMs(block, now) }),
});

/** Milliseconds since the first failed attempt, less the time postponed. */
export const failingForMs = (block: ChainBlock | undefined, now: number): number | undefined =>
  block?.kind === 'retrying' && block.since !== undefined ? Math.max(0, now - sinceWithoutWait(block, now)) : undefined;

export const retriedLater = (
  block: ChainBlock | undefined,
  failure: Failure,
  delayMs: number,
  now: number,
): Retrying => {
  const attempts = attemptsAt(block, failure.step);
  const again = block?.kind === 'retrying' && attempts > 0 && block.since !== undefined;
  return {
    kind: 'retrying',
    failure,
    attempts: attempts + 1,
    notBefore: now + delayMs,
    since: again ? sinceWithoutWait(block, now) : now,
  };
};

export const postponed = (block: ChainBlock | undefined, wait: EffectWait, now: number): Retrying => {
  const { reason, destination, step, forMs, message, alone } = wait;
  const notBefore = now + forMs;
  const told = block?.kind === 'retrying' && block.wait?.reason === reason ? block.wait.shutSince : undefined;
  const shutSince = earliest(told, wait.since);
  if (block?.kind !== 'retrying' || block.failure.step !== step) {
    const failure = { code: reason, message: waitWords(reason, message), destination, step };
    return {
      kind: 'retrying',
      failure,
      attempts: 0,
      notBefore,
      wait: { reason, destination, since: now, ...defined({ shutSince, alone }) },
    };
  }
  const since = block.wait?.since ?? now;
  return { ...block, notBefore, wait: { reason, destination, since, ...defined({ shutSince, alone }) } };
};

export const parked = (block: ChainBlock | undefined, failure: Failure, now: number): ChainBlock => ({
  kind: 'parked',
  failure,
  attempts: attemptsAt(block, failure.step) + 1,
  since: now,
});

/** The block as an operator sees it. */
export const blockStatus = (block: ChainBlock, now: number): Partial<ChainStatus> => {
  const { failure, attempts } = block;
  if (block.kind === 'parked') return { failure, attempts };
  const { wait, notBefore } = block;
  const next = { nextAttempt: new Date(notBefore).toISOString() };
  if (wait === undefined) return { failure, attempts, ...next };
  // A chain behind another in line has no time of its own.
  return { failure, attempts, wait, ...(notBefore > now ? next : {}) };
};

/** The block in its carried form, kept short because a lane may have thousands. */
export const brief = (block: ChainBlock): ChainBlock => {
  const { failure } = block;
  return { ...block, failure: { ...failure, message: failure.message.slice(0, CARRIED_MESSAGE) } };
};

/** The block without its wait, to save room: the time waited, past and to come, is already deducted. */
export const withoutWait = (block: ChainBlock): ChainBlock => {
  if (block.kind !== 'retrying' || block.wait === undefined) return block;
  const { wait, since, ...rest } = block;
  const waited = Math.max(0, block.notBefore - wait.since);
  return { ...rest, ...(since === undefined ? {} : { since: since + waited }) };
};

const earliest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

const sinceWithoutWait = ({ since = 0, wait }: Retrying, now: number): number =>
  wait === undefined ? since : since + Math.max(0, now - wait.since);

/** What stops a chain. A pause leaves the block beneath it unchanged. */
export interface ChainStop {
  readonly block: ChainBlock | undefined;
  /** When an operator paused it. */
  readonly pausedAt: number | undefined;
}

/** Before this patch, a key whose request was taken at a later attempt showed that failure while it waited. */
const TAKEN = 'waiting-after-failure';

/** True if a request that got through ends what kept its key: the key waits for its callback, and those in line follow. */
export const endsByRequest = (block: ChainBlock | undefined): boolean =>
  isPostponed(block) || (block?.kind === 'retrying' && patched(TAKEN));

/** Before this patch, a chain that had not called its destination showed the first reason for it until it did. */
const RETOLD = 'retold-waits';

/** Postpones a chain. One that has made no attempt says why it waits now, whatever it waited for before. */
export const postponedAnew = (block: ChainBlock | undefined, wait: EffectWait, now: number): ChainBlock => {
  const kept = postponed(block, wait, now);
  if (!isPostponed(block) || block.attempts > 0 || block.failure.step !== wait.step) return kept;
  const { failure } = postponed(undefined, wait, now);
  // Another code is another cause, by which keys are found: a command of the workflow.
  return failure.code === kept.failure.code || patched(RETOLD) ? { ...kept, failure } : kept;
};
