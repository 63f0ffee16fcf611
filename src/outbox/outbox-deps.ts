import type { FencedWorker } from '../activities/attempt-fence';
import type { ResolvedOutbox } from '../config/gateway/resolved-config';
import type { ResolvedRoute } from '../config/route/resolved-route';
import type { ChainOutcome, ReadRequest, ReadResult } from '../model/contract/effect-contract';
import type { Spans } from '../telemetry/spans';
import type { PreparedAsk } from './prepared-ask';

/** Publishes asks: alone under its name, or beside others if at least once is enough. */
export interface AskPublisher {
  submit(ask: PreparedAsk): Promise<readonly ChainOutcome[]>;
  /** Notes that the workflow of the ask has the answer and will not ask again. */
  confirm(id: string): void;
}

export interface PublishDeps {
  readonly publisher: AskPublisher;
  readonly outbox: ResolvedOutbox;
  readonly routes: readonly ResolvedRoute[];
  readRecords(request: ReadRequest): Promise<readonly ReadResult[]>;
  readonly spans: Spans;
}

/** A writer that this process owns. */
export interface OwnedWriter {
  readonly sequence: bigint;
  readonly published: number;
  readonly transactions: number;
  readonly doubts: number;
  /** Number of asks that have no answer yet. */
  readonly underWay: number;
  /** Why there is no progress; undefined while all is well. */
  readonly trouble: string | undefined;
  /** Rejects when the writer cannot go on. */
  readonly ended: Promise<never>;
  /** Takes no more asks, and answers those under way if the writer is still ours. */
  release(): Promise<void>;
}

/** What a process needs to own writers. */
export interface OwnerDeps extends FencedWorker {
  /** Names the process to operators. */
  readonly owner: string;
  /** Aborts when the worker drains and must hand the writer over. */
  readonly draining: AbortSignal;
  /** `signal` aborts when another process may own the writer. */
  openWriter(writer: number, generation: number, signal: AbortSignal): Promise<OwnedWriter>;
}
