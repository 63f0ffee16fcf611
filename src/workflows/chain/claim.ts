import type { Effect } from '../../model/contract/effect-contract';
import type { RememberedWait } from '../../model/contract/remembered-wait';
import { isSafe } from '../../model/is-safe';
import { textDigest } from '../../model/text-digest';

export type ClaimKind = 'call' | 'callback' | RememberedWait['wait'];

/** What a handler wants a step to be. */
export interface Claim {
  readonly kind: ClaimKind;
  readonly destination?: string;
  /** True for a child, and for a call that asks for something to be done. */
  readonly acts: boolean;
  /** The kind, and a digest of what is asked for; it is made only when somebody wants to compare. */
  text(): string;
}

/** How long a wait takes may change with a deploy: one that was begun keeps its end. */
export const waitClaim = (kind: Exclude<ClaimKind, 'call' | 'child'>): Claim => ({
  kind,
  acts: false,
  text: () => kind,
});

export const childClaim = (workflowType: string, args: readonly unknown[], taskQueue: string | undefined): Claim => ({
  kind: 'child',
  acts: true,
  text: () => `child ${textDigest(JSON.stringify([workflowType, args, taskQueue]))}`,
});

/** A call is told by where it goes and by all of its request but the URL of a callback, which each run has its own. */
export const callClaim = ({
  destination,
  request,
  bytes,
}: Pick<Effect, 'destination' | 'request' | 'bytes'>): Claim => ({
  kind: 'call',
  destination,
  acts: !isSafe({ request }),
  text: () => {
    const { method = 'POST', ...others } = request;
    const asked = JSON.stringify([destination, method.toUpperCase(), others, bytes]);
    return `call ${textDigest(asked.replaceAll(CALLBACK_MARKER, ''))}`;
  },
});

const CALLBACK_MARKER = /https:\/\/callback\.invalid\/[0-9a-f-]{36}/g;
