// Dispatch: records -> signals until durable. One call in flight per workflow (I2), a bounded number over all, ready
// workflows served in turn. A call that was begun is repeated until its outcome is known, also after its partition was
// given up: what comes later for that workflow must not overtake it.
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
 * Over all calls under way. While it is written, a call stands in memory several times over (JSON, protobuf, frames), and
 * a server that is slow with 64 MB would not answer any of its calls in time.
 */
const BYTES_UNDER_WAY = 16 * 1024 * 1024;
/** A record by position, about. */
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

  /** Resolves when no call is under way and none is about to begin. */
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

  /** Ends retries now; outcomes still unknown stay so, and their offsets uncommitted. */
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
    // A turn of the event loop lets the rest of a batch join the first record's call.
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

  /** Sends until durable. Records too large together are sent apart, in order. */
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
      // Nothing is left to take out; haste would only load a server that refuses a few hundred bytes.
      const kind = result.kind === 'too-large' || result.kind === 'heavy' ? 'failed' : result.kind;
      this.report(queue, { ...result, kind }, attempt);
      await this.pause(kind, attempt, bytesOf(records));
    }
  }

  /** A workflow that takes nothing for long must not keep the others from sending. */
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

/** Nothing is left to take out of it; if even this is refused, it is the server that is wrong. */
const isLeast = (records: readonly QueuedRecord[]): boolean => records.length === 1 && records.every(isBare);

const isBare = ({ record }: QueuedRecord): boolean => isBareReference(record);

const bare = (queued: QueuedRecord): QueuedRecord => ({
  ...queued,
  record: bareReference(queued.record, queued.bytes),
  bytes: REFERENCE_BYTES,
});
