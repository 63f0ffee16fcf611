// The bridge of one route: it takes records in, sends durable signals, and commits offsets behind them.
//
//   record-source   Kafka, behind a port        record-encoder     record -> target workflow and wire form
//   dispatcher      signals until durable (I2)  offset-tracker     what is durable without a gap (I1)
//   pending-window  bounded memory (I10)        bridged-partition  one partition during one assignment
//
// A batch normally stays open until its records are durable: deliver, make durable, commit, go on. A slow key must not
// keep it open for good: after BATCH_OPEN_MS the batch is released. Its records stay pending in the window, and the
// partition's offset is committed only up to the first of them.
import { errorText, type GatewayError } from '../errors';
import type { Log } from '../log';
import type { Stream } from '../model/contract/record';
import type { ReplaySegment } from '../model/routes/route-replay';
import { Dispatcher, type DispatchLimits } from './dispatcher';
import { BridgedPartition } from './bridged-partition';
import { endsWithin } from '../async/ends-within';
import { PendingWindow } from './pending-window';
import type { EncodedRecord, RecordEncoder } from '../records/record-encoder';
import type {
  AssignedPartition,
  BatchControl,
  RecordSource,
  SourceBatch,
  SourceHandler,
} from '../records/record-source';
import type { SignalSender } from './signal-sender';

const BATCH_OPEN_MS = 3_000;
const COMMIT_EVERY_MS = 500;
/** Calls in flight get this long when partitions are revoked; records with no outcome by then are delivered again. */
const CALLS_END_MS = 10_000;

export interface RouteBridgeOptions extends DispatchLimits {
  readonly maxPendingRecords: number;
  readonly maxPendingBytes: number;
}

export interface RouteBridgeDeps {
  readonly source: RecordSource;
  readonly sender: SignalSender;
  readonly encoder: Pick<RecordEncoder, 'encode'>;
  readonly log: Log;
  /** Returns the replays in effect at some moment after the call. It keeps trying and never rejects. */
  segments(): Promise<readonly ReplaySegment[]>;
  /** Told of each record that belongs to a trace once it is durable; `since`: when it was delivered, as of `Date.now()`. */
  received?(record: EncodedRecord, stream: Stream, since: number): void;
  /** The source has ended for good, after trying everything that a new consumer can fix. */
  onFailed(error: GatewayError): void;
}

export class RouteBridge implements SourceHandler {
  private readonly dispatcher: Dispatcher;
  private readonly window: PendingWindow;
  private partitions = new Map<string, BridgedPartition>();
  private readonly leftOut = new Map<number, number>();
  private readonly changed = new Set<() => void>();
  private committing: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly deps: RouteBridgeDeps,
    options: RouteBridgeOptions,
  ) {
    this.dispatcher = new Dispatcher(deps.sender, options, deps.log);
    this.window = new PendingWindow(options.maxPendingRecords, options.maxPendingBytes);
    this.timer = setInterval(() => void this.commitDurable(), COMMIT_EVERY_MS);
  }

  /** Signal calls that have no answer yet. */
  get signalsUnderWay(): number {
    return this.dispatcher.callsInFlight;
  }

  /** Records that Kafka has delivered and that are not durable yet. */
  get pending(): { readonly records: number; readonly bytes: number } {
    return { records: this.window.size, bytes: this.window.heldBytes };
  }

  get assignedPartitions(): readonly AssignedPartition[] {
    return Array.from(this.partitions.values(), ({ assigned }) => assigned);
  }

  /** Counts the records passed over since the last call, by the replay that leaves them out. */
  takeLeftOut(): ReadonlyMap<number, number> {
    const taken = new Map(this.leftOut);
    this.leftOut.clear();
    return taken;
  }

  /** Call this when replays change while partitions are assigned, that is, when one was cancelled. */
  relabel(segments: readonly ReplaySegment[]): void {
    for (const bridged of this.partitions.values()) bridged.relabel(Promise.resolve(segments));
  }

  /** Resolves once the first assignment is known. */
  async start(): Promise<void> {
    await this.deps.source.start(this);
  }

  /** Stops fetching, lets calls in flight end, commits what is durable, and leaves the group. */
  async drain(): Promise<void> {
    await this.deps.source.drain();
    this.end();
  }

  async close(): Promise<void> {
    this.end();
    await this.deps.source.close();
  }

  assigned(partitions: readonly AssignedPartition[]): void {
    for (const bridged of this.partitions.values()) bridged.revoke();
    // Each assignment asks again: a replay sets offsets back while the group has no member, so a member that joins
    // afterwards and asks after joining knows of the replay before its first record.
    const segments = this.deps.segments();
    this.partitions = new Map(partitions.map((one) => [idOf(one), new BridgedPartition(one, segments)]));
    const names = partitions.map(({ stream, partition }) => `${stream.topic}/${partition}`);
    this.deps.log.info({ partitions: names }, 'partitions assigned');
  }

  async batch(batch: SourceBatch, { revoked }: BatchControl): Promise<void> {
    const bridged = this.partitions.get(idOf(batch.partition));
    if (bridged?.assigned !== batch.partition) return;
    const labels = await bridged.labels(revoked);
    if (labels === undefined) return;
    for (const source of batch.records) {
      if (this.window.full) await this.window.room(revoked);
      if (revoked.aborted || bridged.revoked.aborted) return;
      const encoded = this.deps.encoder.encode(batch.partition.partition, source);
      const label = labels.label(source, chainOf(encoded));
      if (label.kind === 'sent') this.dispatch(bridged, encoded, label.stream, source.offset);
      else this.leftOut.set(label.replay, (this.leftOut.get(label.replay) ?? 0) + 1);
    }
    bridged.tracker.delivered(batch.nextOffset);
    await this.until(() => bridged.tracker.pending === 0, BATCH_OPEN_MS, revoked);
    await this.commitDurable();
  }

  async revoking(): Promise<void> {
    for (const bridged of this.partitions.values()) bridged.revoke();
    await endsWithin(this.dispatcher.idle(), CALLS_END_MS);
    await this.commitDurable();
  }

  failed(error: GatewayError): void {
    for (const bridged of this.partitions.values()) bridged.revoke();
    this.deps.onFailed(error);
  }

  private end(): void {
    clearInterval(this.timer);
    this.dispatcher.close();
  }

  private dispatch(bridged: BridgedPartition, encoded: EncodedRecord, stream: Stream, offset: bigint): void {
    const markDurable = bridged.tracker.track(offset);
    const since = encoded.traced && Date.now();
    this.window.add(encoded.bytes);
    this.dispatcher.dispatch({
      ...encoded,
      stream,
      revoked: bridged.revoked,
      durable: () => {
        markDurable();
        if (since !== undefined) this.deps.received?.(encoded, stream, since);
      },
      released: () => {
        this.window.remove(encoded.bytes);
        for (const check of this.changed) check();
      },
    });
  }

  /** Commits run one after another; each takes what is durable when its turn comes. */
  private commitDurable(): Promise<void> {
    this.committing = this.committing.then(async () => {
      const due = Array.from(this.partitions.values()).flatMap(({ assigned, tracker }) => {
        const next = tracker.committable;
        return next === undefined ? [] : [{ partition: assigned, next, tracker }];
      });
      if (due.length === 0) return;
      try {
        await this.deps.source.commit(due);
        for (const { tracker, next } of due) tracker.commit(next);
      } catch (error) {
        // Nothing is lost: uncommitted records are delivered again, and the next commit tries again.
        this.deps.log.warn({ error: errorText(error) }, 'the offsets are not committed yet');
      }
    });
    return this.committing;
  }

  /** Resolves when `reached`, after `timeoutMs`, or when `signal` is aborted. */
  private async until(reached: () => boolean, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    if (reached() || signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.changed.delete(check);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const check = (): void => {
        if (reached()) finish();
      };
      const timer = setTimeout(finish, timeoutMs);
      this.changed.add(check);
      signal?.addEventListener('abort', finish, { once: true });
    });
  }
}

const chainOf = ({ target: { hosting }, record }: EncodedRecord): string =>
  hosting.kind === 'key' ? hosting.chain : (record.chain ?? '');

const idOf = ({ stream, partition }: AssignedPartition): string => `${stream.id} ${partition}`;
