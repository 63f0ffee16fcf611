import type { Effect } from '../../model/contract/effect-contract';
import type { RememberedWait } from '../../model/contract/remembered-wait';
import { isSafe } from '../../model/doubts/is-safe';
import { textDigest } from '../../model/text-digest';
import { withoutClock } from './without-clock';

export type ClaimKind = 'call' | 'callback' | RememberedWait['wait'];

/** What a handler wants a step to be. Digests are made only when somebody wants to compare. */
export interface Claim {
  readonly kind: ClaimKind;
  readonly destination?: string;
  /** True for a child, and for a call that asks for something to be done. */
  readonly acts: boolean;
  /** The kind, and a digest of what is asked for. */
  text(): string;
  /** The same, whatever the clock says. */
  likeness(): string;
  /** A digest of where it goes: what is asked for there may be another thing. */
  place(): string;
}

/** How long a wait takes may change with a deploy: one that was begun keeps its end. */
export const waitClaim = (kind: Exclude<ClaimKind, 'call' | 'child'>): Claim => ({
  kind,
  acts: false,
  text: () => kind,
  likeness: () => kind,
  place: () => kind,
});

/** `since`: when the handler began, and could read the clock. */
export const childClaim = (
  workflowType: string,
  args: readonly unknown[],
  taskQueue: string | undefined,
  since = Date.now(),
): Claim => {
  const now = Date.now();
  const asked = (): string => JSON.stringify([workflowType, args, taskQueue]);
  return {
    kind: 'child',
    acts: true,
    text: () => `child ${textDigest(asked())}`,
    likeness: () => `child ${textDigest(withoutClock(asked(), since, now))}`,
    place: () => `child ${textDigest(JSON.stringify([workflowType, taskQueue]))}`,
  };
};

/** A call is told by where it goes and by all of its request but the URL of a callback, which each run has its own. */
export const callClaim = (
  { destination, request, bytes }: Pick<Effect, 'destination' | 'request' | 'bytes'>,
  since = Date.now(),
): Claim => {
  const now = Date.now();
  const { method = 'POST', ...others } = request;
  const verb = method.toUpperCase();
  const asked = (): string => JSON.stringify([destination, verb, others, bytes]).replaceAll(CALLBACK_MARKER, '');
  const path = (): string => (bytes?.path ?? request.path ?? '').replaceAll(CALLBACK_MARKER, '').split('?', 1)[0] ?? '';
  return {
    kind: 'call',
    destination,
    acts: !isSafe({ request }),
    text: () => `call ${textDigest(asked())}`,
    likeness: () => `call ${textDigest(withoutClock(asked(), since, now))}`,
    place: () => `call ${textDigest(JSON.stringify([destination, verb, path()]))}`,
  };
};

const CALLBACK_MARKER = /https:\/\/callback\.invalid\/[0-9a-f-]{36}/g;
