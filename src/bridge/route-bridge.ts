// The bridge of one route: records in, durable signals out, offsets committed behind them.
//
//   record-source   Kafka, behind a port        record-encoder  record -> target workflow and wire form
//   dispatcher      signals until durable (I2)  offset-tracker  what is durable without a gap (I1)
//   pending-window  bounded memory (I10)        held-partition  one partition during one assignment
//
// A batch is held open until its records are durable, so that the usual order is deliver, make durable, commit, go on.
// Records of a key that takes long do not hold their batch for good: after HOLD_MS it is let go, its records stay pending
// in the window, and the partition's offset is committed up to the first of them only.
import { errorText, type GatewayError } from '../errors';
import type { Log } from '../log';
import type { Stream } from '../model/record';
import type { ReplaySegment } from '../model/route-control';
import { Dispatcher, type DispatchLimits } from './dispatcher';
import { HeldPartition } from './held-partition';
import { settledWithin } from '../async/settled-within';
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

const HOLD_MS = 3_000;
const COMMIT_EVERY_MS = 500;
/** Time that calls in flight get when partitions are taken away; what is not known by then is delivered again. */
const SETTLE_MS = 10_000;

export interface RouteBridgeOptions extends DispatchLimits {
  readonly maxPendingRecords: number;
  readonly maxPendingBytes: number;
}

export interface RouteBridgeDeps {
  readonly source: RecordSource;
  readonly sender: SignalSender;
  readonly encoder: RecordEncoder;
  readonly log: Log;
  /** Replays as they are wanted at a moment after the call. Keeps trying; never rejects. */
  segments(): Promise<readonly ReplaySegment[]>;
  /** The source has ended for good; it has tried what a new consumer can cure. */
  onFailed(error: GatewayError): void;
}

export class RouteBridge implements SourceHandler {
  private readonly dispatcher: Dispatcher;
  private readonly window: PendingWindow;
  private held = new Map<string, HeldPartition>();
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

  /** Records passed over since the last call, by the replay that leaves them out. */
  takeLeftOut(): ReadonlyMap<number, number> {
    const taken = new Map(this.leftOut);
    this.leftOut.clear();
    return taken;
  }

  /** Replays have changed while the partitions are held: one was cancelled. */
  relabel(segments: readonly ReplaySegment[]): void {
    for (const held of this.held.values()) held.relabel(Promise.resolve(segments));
  }

  /** Resolves once the first assignment is known. */
  async start(): Promise<void> {
    await this.deps.source.start(this);
  }

  /** Stops fetching, lets calls in flight settle, commits what is durable, leaves the group. */
  async drain(): Promise<void> {
    await this.deps.source.drain();
    this.end();
  }

  async close(): Promise<void> {
    this.end();
    await this.deps.source.close();
  }

  assigned(partitions: readonly AssignedPartition[]): void {
    for (const held of this.held.values()) held.revoke();
    // Asked anew by each assignment: a replay sets offsets back while the group has no member, and whoever joins after
    // that, and asks after it has joined, knows of the replay before its first record.
    const segments = this.deps.segments();
    this.held = new Map(partitions.map((partition) => [idOf(partition), new HeldPartition(partition, segments)]));
    const names = partitions.map(({ stream, partition }) => `${stream.topic}/${partition}`);
    this.deps.log.info({ partitions: names }, 'partitions assigned');
  }

  async batch(batch: SourceBatch, { revoked }: BatchControl): Promise<void> {
    const held = this.held.get(idOf(batch.partition));
    if (held?.partition !== batch.partition) return;
    const labels = await held.labels(revoked);
    if (labels === undefined) return;
    for (const source of batch.records) {
      if (this.window.full) await this.window.room(revoked);
      if (revoked.aborted || held.revoked.aborted) return;
      const encoded = this.deps.encoder.encode(batch.partition.partition, source);
      const stream = labels.label(source, chainOf(encoded));
      if (typeof stream === 'number') this.leftOut.set(stream, (this.leftOut.get(stream) ?? 0) + 1);
      else this.dispatch(held, encoded, stream, source.offset);
    }
    held.tracker.delivered(batch.nextOffset);
    await this.until(() => held.tracker.pending === 0, HOLD_MS, revoked);
    await this.commitDurable();
  }

  async revoking(): Promise<void> {
    for (const held of this.held.values()) held.revoke();
    await settledWithin(this.dispatcher.settled(), SETTLE_MS);
    await this.commitDurable();
  }

  failed(error: GatewayError): void {
    for (const held of this.held.values()) held.revoke();
    this.deps.onFailed(error);
  }

  private end(): void {
    clearInterval(this.timer);
    this.dispatcher.close();
  }

  private dispatch(held: HeldPartition, encoded: EncodedRecord, stream: Stream, offset: bigint): void {
    const markDurable = held.tracker.track(offset);
    this.window.add(encoded.bytes);
    this.dispatcher.dispatch({
      ...encoded,
      stream,
      revoked: held.revoked,
      durable: markDurable,
      released: () => {
        this.window.remove(encoded.bytes);
        for (const check of this.changed) check();
      },
    });
  }

  /** Commits run one after another; each takes what is durable when its turn comes. */
  private commitDurable(): Promise<void> {
    this.committing = this.committing.then(async () => {
      const due = Array.from(this.held.values()).flatMap(({ partition, tracker }) => {
        const next = tracker.committable;
        return next === undefined ? [] : [{ partition, next, tracker }];
      });
      if (due.length === 0) return;
      try {
        await this.deps.source.commit(due);
        for (const { tracker, next } of due) tracker.commit(next);
      } catch (error) {
        // Nothing is lost: what stays uncommitted is delivered again, and the next commit tries again.
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
