// Random records, calls and partitions given up, beside a plain list of what waits.
import fc from 'fast-check';
import { SendQueue, type QueuedRecord } from '../../../src/bridge/send-queue';

const MAX_RECORDS = 3;
const MAX_BYTES = 100;
const STREAMS = [
  { id: 's', topic: 't' },
  { id: 'u', topic: 't' },
] as const;

type Step =
  | { readonly kind: 'push'; readonly stream: 0 | 1; readonly partition: number; readonly bytes: number }
  | { readonly kind: 'give-up'; readonly partition: number }
  | { readonly kind: 'take' };

class World {
  private readonly queue = new SendQueue({ workflowId: 'w', hosting: { kind: 'key', chain: 'k', key: 'k' } });
  private waiting: QueuedRecord[] = [];
  private readonly assigned = [new AbortController(), new AbortController()];
  private readonly givenUp = new Set<string>();
  private readonly released: string[] = [];
  private pushed = 0;

  do(step: Step): void {
    if (step.kind === 'push') this.push(step);
    else if (step.kind === 'take') this.take();
    else this.giveUp(step.partition);
  }

  /** All is taken: of what was given up nothing was, and its memory is free. */
  end(): void {
    for (let calls = 0; calls <= this.pushed && !this.queue.empty; calls += 1) this.take();
    expect(this.queue.empty).toBe(true);
    expect(this.waiting).toEqual([]);
    expect(this.released.toSorted()).toEqual(Array.from(this.givenUp).toSorted());
  }

  private push({ stream, partition, bytes }: Extract<Step, { kind: 'push' }>): void {
    const offset = String((this.pushed += 1));
    const record: QueuedRecord = {
      stream: STREAMS[stream],
      target: this.queue.target,
      record: { partition, leaderEpoch: 0, offset, key: 'k', timestamp: 0, value: { json: 1 } },
      bytes,
      revoked: (this.assigned[partition] ?? new AbortController()).signal,
      durable: () => undefined,
      released: () => this.released.push(offset),
    };
    this.queue.push(record);
    this.waiting.push(record);
  }

  /** The longest beginning of what waits that one call may carry. */
  private take(): void {
    let count = this.waiting.length;
    while (!mayGoTogether(this.waiting.slice(0, count))) count -= 1;
    expect(offsetsOf(this.queue.take(MAX_RECORDS, MAX_BYTES))).toEqual(offsetsOf(this.waiting.splice(0, count)));
  }

  /** What is fetched of it from now on belongs to another assignment. */
  private giveUp(partition: number): void {
    this.assigned[partition]?.abort();
    this.assigned[partition] = new AbortController();
    for (const offset of offsetsOf(this.waiting.filter(({ revoked }) => revoked.aborted))) this.givenUp.add(offset);
    this.waiting = this.waiting.filter(({ revoked }) => !revoked.aborted);
  }
}

const offsetsOf = (records: readonly QueuedRecord[]): readonly string[] => records.map(({ record }) => record.offset);

const mayGoTogether = (records: readonly QueuedRecord[]): boolean =>
  records.length <= MAX_RECORDS &&
  new Set(records.map(({ stream }) => stream)).size <= 1 &&
  (records.length <= 1 || records.reduce((sum, { bytes }) => sum + bytes, 0) <= MAX_BYTES);

const partition = fc.nat(1);
const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('push'),
      stream: fc.constantFrom(0, 0, 0, 1),
      partition,
      bytes: fc.constantFrom(1, 40, 50, 60, 120),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('give-up'), partition }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take') }) },
);

test('I2: A queue gives each record to one call, in order, in calls as large as they may be, and none that was given up.', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const world = new World();
      for (const one of steps) world.do(one);
      world.end();
    }),
    { numRuns: 200 },
  );
});
