import type { ResolvedRoute } from '../../config/route/resolved-route';
import type { CallbackLinks } from '../../callbacks/callback-token';
import type { ReadRequest, ReadResult, RejectRequest } from '../../model/contract/effect-contract';
import type { Log } from '../../log';
import type { Spans } from '../../telemetry/spans';
import type { LedgerLine } from '../../model/records/ledger-line';
import type { FencedWorker } from '../attempt-fence';
import type { Destination } from '../destinations/call/destination';

/** What the activities of effects need from outside. Clients of Temporal and Kafka are made elsewhere and passed in. */
export interface EffectDeps extends FencedWorker {
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly routes: readonly ResolvedRoute[];
  /** Undefined if the config has no `callbacks`. */
  readonly callbackLinks: Pick<CallbackLinks, 'url'> | undefined;
  /** `unwanted` aborts when nobody needs the answer any more: it is then not waited for. */
  readRecords(request: ReadRequest, unwanted: AbortSignal): Promise<readonly ReadResult[]>;
  /** Writes the record to the route's dead-letter topic; resolves once it is durable there. */
  deadLetter(request: RejectRequest): Promise<void>;
  /** Writes effects to the ledger's topic; resolves once they are durable there. Undefined if the config names none. */
  readonly writeLedger: ((lines: readonly LedgerLine[]) => Promise<void>) | undefined;
  /** Tells a workflow that a destination for which its keys wait is called again (`WAKE_SIGNAL`). */
  wakeHost(workflowId: string): Promise<void>;
  readonly log: Pick<Log, 'warn'>;
  readonly spans: Spans;
  /** Aborts when the worker drains, after which no further call may begin. */
  readonly draining: AbortSignal;
}
