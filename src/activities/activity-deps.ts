import type { ResolvedRoute } from '../config/gateway/resolved';
import type { CallbackLinks } from '../callbacks/callback-token';
import type { CommittedOffsets } from '../model/committed-offsets';
import type { ChildOutcome, ChildRequest } from '../model/contract/child-contract';
import type { RecordsSignal } from '../model/contract/contract';
import type { LedgerLine } from '../model/ledger-line';
import type { ReadRequest, ReadResult, RejectRequest, ReopenRequest } from '../model/contract/effect-contract';
import type {
  RecallRequest,
  ShelfFinding,
  ShelveAnswer,
  ShelvedRun,
  TakeRequest,
} from '../model/contract/shelf-contract';
import type { Log } from '../log';
import type { FencedWorker } from './attempt-fence';
import type { Destination } from './destinations/destination';

/** What activities need from outside. Clients of Temporal and Kafka are made elsewhere and passed in. */
export interface ActivityDeps extends FencedWorker {
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly routes: readonly ResolvedRoute[];
  /** Undefined if the config has no `callbacks`. */
  readonly callbackLinks: Pick<CallbackLinks, 'url'> | undefined;
  readRecords(request: ReadRequest): Promise<readonly ReadResult[]>;
  /** Writes the record to the route's dead-letter topic; resolves once it is durable there. */
  deadLetter(request: RejectRequest): Promise<void>;
  /** Writes effects to the ledger's topic; resolves once they are durable there. Undefined if the config names none. */
  readonly writeLedger: ((lines: readonly LedgerLine[]) => Promise<void>) | undefined;
  awaitChild(request: ChildRequest): Promise<ChildOutcome>;
  reopenKey(request: ReopenRequest): Promise<void>;
  forwardRecords(workflowId: string, signal: RecordsSignal): Promise<void>;
  handedOver(heldWorkflowId: string): Promise<void>;
  committedOffsets(route: ResolvedRoute): Promise<CommittedOffsets>;
  readonly putOnShelf: (run: ShelvedRun) => Promise<ShelveAnswer>;
  recallKey(request: RecallRequest): Promise<void>;
  unshelveKey(request: TakeRequest): Promise<ShelfFinding>;
  readonly log: Pick<Log, 'warn'>;
  /** Aborts when the worker drains, after which no further call may begin. */
  readonly draining: AbortSignal;
}
