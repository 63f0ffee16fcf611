import type { RecordEncoder, SignalTarget } from '../../../src/records/record-encoder';
import type { AssignedPartition, RecordSource, SourceHandler, SourceRecord } from '../../../src/records/record-source';
import { RouteBridge } from '../../../src/bridge/route-bridge';
import type { SendResult, SignalSender } from '../../../src/bridge/signal-sender';
import type { RecordsSignal } from '../../../src/model/contract/contract';
import { LIMITS, offsetOf, workflowOf, type AcceptingWorkflows, type Fate } from './accepting-workflows';

const MAX_PENDING = 12;
const stream = { id: 's', topic: 't' };
const ignore = (): void => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The brokers and Temporal, as a member of the group sees them. */
export interface Around {
  readonly temporal: AcceptingWorkflows;
  /** Records of each partition. */
  readonly produced: readonly number[];
  readonly committed: readonly bigint[];
  /** Whether commits fail. */
  readonly refusing: boolean;
  commit(partition: number, next: bigint): void;
  pass(ms: number): Promise<void>;
}

interface Held {
  readonly assigned: AssignedPartition;
  position: number;
  busy: boolean;
}

/** One process: a bridge and its consumer. */
export class GroupMember implements RecordSource, SignalSender {
  readonly bridge: RouteBridge;
  held: Held[] = [];
  private over = false;
  private epoch = 0;
  private revocation = new AbortController();
  private handler: SourceHandler | undefined;
  /** Records that a call was begun for. */
  private readonly begun = new Set<string>();

  constructor(private readonly world: Around) {
    const encoder = {
      encode: (partition: number, { offset, leaderEpoch, timestamp }: SourceRecord) => ({
        target: { workflowId: workflowOf(partition, offset), hosting: { kind: 'lane', lane: 0, of: 1 } },
        record: { partition, leaderEpoch, offset: String(offset), chain: 'c', key: 'k', timestamp, value: { json: 1 } },
        bytes: 100,
      }),
    } as unknown as RecordEncoder;
    const deps = { source: this, sender: this, encoder, log, segments: () => Promise.resolve([]), onFailed: ignore };
    this.bridge = new RouteBridge(deps, { ...LIMITS, maxPendingRecords: MAX_PENDING, maxPendingBytes: 1_000_000 });
    void this.bridge.start();
  }

  start(handler: SourceHandler): Promise<void> {
    this.handler = handler;
    return Promise.resolve();
  }

  send(target: SignalTarget, signal: RecordsSignal): Promise<SendResult> {
    for (const { partition, offset } of signal.records) {
      const record = `${partition}/${offset}`;
      // What was begun goes on until its outcome is known; what waits behind it is the next owner's.
      if (this.revocation.signal.aborted && !this.begun.has(record))
        this.world.temporal.wrong.push(`begun late: ${record}`);
      this.begun.add(record);
    }
    return this.world.temporal.send(this, target, signal);
  }

  async commit(offsets: Parameters<RecordSource['commit']>[0]): Promise<void> {
    await Promise.resolve();
    if (this.world.refusing) throw new Error('the coordinator moves');
    for (const { partition, next } of offsets) {
      if (this.over || !this.held.some(({ assigned }) => assigned === partition)) continue;
      this.world.commit(partition.partition, next);
    }
  }

  drain(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  fetch(partition: number, count: number): void {
    const held = this.held.find(({ assigned }) => assigned.partition === partition);
    if (held === undefined || held.busy || this.over || this.revocation.signal.aborted) return;
    const end = Math.min(held.position + count, this.world.produced[partition] ?? 0);
    if (end === held.position) return;
    const records = Array.from({ length: end - held.position }, (_, at): SourceRecord => {
      const offset = offsetOf(held.position + at);
      return { offset, leaderEpoch: 0, key: null, value: null, timestamp: 0, headers: [] };
    });
    held.busy = true;
    held.position = end;
    const batch = { partition: held.assigned, records, nextOffset: offsetOf(end) };
    void this.handler?.batch(batch, { revoked: this.revocation.signal }).then(() => (held.busy = false));
  }

  /** The broker takes it for dead, and nobody has told it. */
  evict(): void {
    this.over = true;
  }

  /** Its calls get `answers`, one each time it waits. */
  async revoke(answers: readonly Fate[] = []): Promise<void> {
    this.revocation.abort();
    const revoked = jest.fn();
    void this.handler?.revoking().then(revoked);
    for (let waited = 0; revoked.mock.calls.length === 0 && waited < 40; waited += 1) {
      const fate = answers[waited];
      if (fate !== undefined) this.world.temporal.calls.find(({ member }) => member === this)?.answer(fate);
      await this.world.pass(500);
    }
    expect(revoked).toHaveBeenCalled();
    this.over = true;
  }

  assign(partitions: readonly number[]): void {
    this.over = false;
    this.epoch += 1;
    this.revocation = new AbortController();
    this.held = partitions.map((partition) => ({
      assigned: { stream, partition, assignmentEpoch: this.epoch },
      position: Number(((this.world.committed[partition] ?? 0n) + 1n) / 2n),
      busy: false,
    }));
    this.handler?.assigned(this.held.map(({ assigned }) => assigned));
  }

  async kill(): Promise<void> {
    this.over = true;
    this.revocation.abort();
    await this.bridge.close();
  }
}
