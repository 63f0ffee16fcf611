// The dispatcher sends records as signals until they are durable. Each workflow has one call in flight (I2), the total
// is bounded, and ready workflows take turns. A call, once begun, is repeated until its outcome is known, even if its
// partition has been given up: later records for that workflow must not overtake it.
import type { Log } from '../log';
import { backoff } from './backoff';
import { bareReference, isBareReference } from '../records/record-encoder';
import { ByteGate } from './byte-gate';
import { SendQueue, wireRecords, type QueuedRecord } from './send-queue';
import type { SendResult, SignalSender } from './signal-sender';

export interface DispatchLimits {
  readonly concurrentSignals: number;
  readonly recordsPerSignal: number;
  readonly bytesPerSignal: number;
}

const LOG_EVERY_ATTEMPTS = 10;
/**
 * The limit over all calls in flight. While a call is written, it is in memory several times (JSON, protobuf, frames),
 * and a server that is slow with 64 MB would not answer any of its calls in time.
 */
const BYTES_UNDER_WAY = 16 * 1024 * 1024;
/** Approximate size of a record sent by position. */
const REFERENCE_BYTES = 200;

export class Dispatcher {
  private readonly queues = new Map<string, SendQueue>();
  private readonly ready: SendQueue[] = [];
  private inFlight = 0;
  private readonly waitingForIdle: (() => void)[] = [];
  private readonly closed = new AbortController();

  constructor(
    private readonly sender: SignalSender,
    private readonly limits: DispatchLimits,
    private readonly log: Log,
    private readonly gate = new ByteGate(BYTES_UNDER_WAY),
  ) {}

  get callsInFlight(): number {
    return this.inFlight;
  }

  /** Resolves when no call is in flight and none is about to begin. */
  async idle(): Promise<void> {
    while (this.inFlight > 0) await new Promise<void>((resolve) => this.waitingForIdle.push(resolve));
  }

  dispatch(record: QueuedRecord): void {
    const { workflowId } = record.target;
    let queue = this.queues.get(workflowId);
    if (queue === undefined) {
      queue = new SendQueue(record.target);
      this.queues.set(workflowId, queue);
      this.ready.push(queue);
    }
    queue.push(record);
    this.pump();
  }

  /** Ends retries now; outcomes still unknown stay unknown, and their offsets uncommitted. */
  close(): void {
    this.closed.abort();
  }

  private pump(): void {
    while (this.inFlight < this.limits.concurrentSignals) {
      const queue = this.ready.shift();
      if (queue === undefined) return;
      this.inFlight += 1;
      void this.serve(queue);
    }
  }

  private async serve(queue: SendQueue): Promise<void> {
    // One turn of the event loop lets the rest of a batch join the first record's call.
    await new Promise(setImmediate);
    await this.gate.room();
    const records = queue.take(this.limits.recordsPerSignal, this.limits.bytesPerSignal);
    this.gate.enter(bytesOf(records));
    if (records.length > 0) await this.deliver(queue, records);
    this.gate.leave(bytesOf(records));
    for (const record of records) record.released();
    this.inFlight -= 1;
    if (queue.empty) this.queues.delete(queue.target.workflowId);
    else this.ready.push(queue);
    this.pump();
    if (this.inFlight > 0) return;
    for (const resolve of this.waitingForIdle.splice(0)) resolve();
  }

  /** Sends the records until they are durable. Records too large for one call are sent separately, in order. */
  private async deliver(queue: SendQueue, records: readonly QueuedRecord[]): Promise<void> {
    const [first] = records;
    if (first === undefined) return;
    for (let attempt = 1; !this.closed.signal.aborted; attempt += 1) {
      const signal = { stream: first.stream, records: wireRecords(records) };
      const result = await this.sender.send(queue.target, signal, bytesOf(records));
      if (result.kind === 'durable') {
        for (const record of records) record.durable();
        return;
      }
      if (result.kind === 'too-large' && !isLeast(records)) {
        await this.deliverApart(queue, records);
        return;
      }
      if (result.kind === 'heavy' && !records.every(isBare)) {
        await this.deliver(queue, records.map(bare));
        return;
      }
      // The signal cannot shrink further; retrying quickly would only load a server that refuses a few hundred bytes.
      const kind = result.kind === 'too-large' || result.kind === 'heavy' ? 'failed' : result.kind;
      this.report(queue, { ...result, kind }, attempt);
      await this.pause(kind, attempt, bytesOf(records));
    }
  }

  /** Frees its bytes while waiting: a workflow that accepts nothing for long must not keep the others from sending. */
  private async pause(kind: Parameters<typeof backoff>[0], attempt: number, bytes: number): Promise<void> {
    this.gate.leave(bytes);
    await backoff(kind, attempt, this.closed.signal);
    await this.gate.room();
    this.gate.enter(bytes);
  }

  private async deliverApart(queue: SendQueue, records: readonly QueuedRecord[]): Promise<void> {
    const [first] = records;
    if (records.length === 1 && first !== undefined) {
      await this.deliver(queue, [bare(first)]);
      return;
    }
    const middle = Math.ceil(records.length / 2);
    await this.deliver(queue, records.slice(0, middle));
    await this.deliver(queue, records.slice(middle));
  }

  private report({ target }: SendQueue, result: Exclude<SendResult, { kind: 'durable' }>, attempt: number): void {
    if (attempt % LOG_EVERY_ATTEMPTS !== 0 && result.kind !== 'failed') return;
    const { workflowId } = target;
    const { kind, message } = result;
    this.log.warn({ workflowId, kind, attempt, error: message }, 'the signal is not durable yet; sending it again');
  }
}

const bytesOf = (records: readonly QueuedRecord[]): number => records.reduce((sum, { bytes }) => sum + bytes, 0);

/** Nothing more can be left out; if the server refuses even this, the server is at fault. */
const isLeast = (records: readonly QueuedRecord[]): boolean => records.length === 1 && records.every(isBare);

const isBare = ({ record }: QueuedRecord): boolean => isBareReference(record);

const bare = (queued: QueuedRecord): QueuedRecord => ({
  ...queued,
  record: bareReference(queued.record, queued.bytes),
  bytes: REFERENCE_BYTES,
});
