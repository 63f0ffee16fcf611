import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { EffectDeps } from './effect-deps';
import type { Destination } from '../destinations/call/destination';
import type { Sleeper } from '../destinations/call/sleepers';
import type { LedgerWants } from './chain-ledger';
import type { ReferenceReader } from './reference-reader';
import type { Spans } from '../../telemetry/spans';
import type { ReplyBudget } from './reply-budget';

/** What the chains of one batch share. */
export interface ChainEnvironment {
  readonly gateway: string;
  readonly spans: Spans;
  readonly route: ResolvedRoute | undefined;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly references: ReferenceReader;
  readonly callbackLinks: EffectDeps['callbackLinks'];
  readonly workflowId: string;
  /** The workflow, as one that can be woken. */
  readonly sleeper?: Sleeper;
  /** Shared by all chains of the batch. */
  readonly replies: ReplyBudget;
  readonly ledger: LedgerWants;
  /** When the batch was asked for, if an earlier attempt of it was lost and may have made calls. */
  readonly lostSince: number | undefined;
  /** Aborts when the attempt must stop at once (I6). */
  readonly signal: AbortSignal;
  /**
   * True when no further call may begin: the attempt is fenced, the worker drains, or the time is used up. A record that
   * was read back at `readAt` has its time from then on: what took long to read must not be read for nothing.
   */
  mustStop(readAt?: number): boolean;
}
