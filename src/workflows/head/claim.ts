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
  const asked = JSON.stringify([workflowType, args, taskQueue]);
  return {
    kind: 'child',
    acts: true,
    text: () => `child ${textDigest(asked)}`,
    likeness: () => `child ${textDigest(withoutClock(asked, since, now))}`,
    place: () => `child ${textDigest(JSON.stringify([workflowType, taskQueue]))}`,
  };
};

interface Asked extends Pick<Effect, 'destination' | 'request' | 'bytes'> {
  /** The request, or that and its bytes, as JSON: its handler may go on with the objects that it has given. */
  readonly json?: string;
}

/** A call is told by where it goes and by all of its request but the URL of a callback, which each run has its own. */
export const callClaim = ({ destination, request, bytes, json }: Asked, since = Date.now()): Claim => {
  const now = Date.now();
  const { method = 'POST' } = request;
  const verb = method.toUpperCase();
  const asked = (): string => {
    const then = json === undefined ? request : requestIn(json, bytes !== undefined);
    // Without the method, as `undefined` has no JSON.
    return JSON.stringify([destination, verb, { ...then, method: undefined }, bytes]).replaceAll(CALLBACK_MARKER, '');
  };
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

const requestIn = (json: string, withBytes: boolean): Effect['request'] => {
  const given: unknown = JSON.parse(json);
  return withBytes ? (given as Pick<Effect, 'request'>).request : (given as Effect['request']);
};

const CALLBACK_MARKER = /https:\/\/callback\.invalid\/[0-9a-f-]{36}/g;
