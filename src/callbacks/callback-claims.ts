import type { CallbackTarget } from '../model/contract/callback-contract';

/** What a callback's URL says, and vouches for by its signature. */
export interface CallbackClaims extends CallbackTarget {
  readonly workflowId: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}
