import type { SendResult } from '../../../src/bridge/signal-sender';
import type { SignalTarget } from '../../../src/records/record-encoder';
import type { RecordsSignal } from '../../../src/model/contract/contract';
import { Watermarks } from '../../../src/model/positions/watermarks';

/** What becomes of a call: `unheard` is applied, `late` is applied when the test says so, and nobody hears of either. */
export type Fate = 'applied' | 'unheard' | 'lost' | 'late' | 'busy' | 'full' | 'heavy' | 'too-large' | 'failed';

export const LIMITS = { concurrentSignals: 2, recordsPerSignal: 4, bytesPerSignal: 350 };
const WORKFLOWS = 3;

/** Records of a partition stand at every second offset: between them are markers. */
export const offsetOf = (index: number): bigint => BigInt(index * 2);

/** Lanes: each gets records of every partition. */
export const workflowOf = (partition: number, offset: bigint): string =>
  `w${(Number(offset / 2n) * 7 + partition) % WORKFLOWS}`;

interface Call {
  readonly member: object;
  readonly workflowId: string;
  readonly answer: (fate: Fate) => void;
}

/** A Temporal whose calls have the fates that a test gives them, and what its workflows have accepted. */
export class AcceptingWorkflows {
  readonly accepted = new Map<string, string[]>();
  readonly calls: Call[] = [];
  late: (() => void)[] = [];
  /** What should not have happened. Thrown where it does, it would be taken for a fault of Temporal. */
  readonly wrong: string[] = [];
  private readonly watermarks = new Map<string, Watermarks>();

  send(member: object, { workflowId }: SignalTarget, signal: RecordsSignal): Promise<SendResult> {
    const own = this.calls.filter((call) => call.member === member);
    // I2: no second call for a workflow, and no more than allowed over all.
    if (own.some((call) => call.workflowId === workflowId)) this.wrong.push(`two calls at once for ${workflowId}`);
    if (own.length >= LIMITS.concurrentSignals) this.wrong.push('too many calls at once');
    if (signal.records.length > LIMITS.recordsPerSignal) this.wrong.push('too many records in a call');
    return new Promise((resolve) => {
      const call = {
        member,
        workflowId,
        answer: (fate: Fate) => {
          this.calls.splice(this.calls.indexOf(call), 1);
          if (fate === 'applied' || fate === 'unheard') this.apply(workflowId, signal);
          if (fate === 'late')
            this.late.push(() => {
              this.apply(workflowId, signal);
            });
          if (fate === 'applied') resolve({ kind: 'durable' });
          else if (fate === 'unheard' || fate === 'lost' || fate === 'late')
            resolve({ kind: 'unknown', message: fate });
          else resolve({ kind: fate, message: fate });
        },
      };
      this.calls.push(call);
    });
  }

  has(partition: number, offset: bigint): boolean {
    return this.list(workflowOf(partition, offset), partition).includes(String(offset));
  }

  list(workflowId: string, partition: number): string[] {
    const id = `${workflowId} ${partition}`;
    const list = this.accepted.get(id) ?? [];
    this.accepted.set(id, list);
    return list;
  }

  private apply(workflowId: string, { stream: of, records }: RecordsSignal): void {
    const watermarks = this.watermarks.get(workflowId) ?? new Watermarks();
    this.watermarks.set(workflowId, watermarks);
    for (const record of records) {
      if (watermarks.accept(of, record) === 'new') this.list(workflowId, record.partition).push(record.offset);
    }
  }
}
