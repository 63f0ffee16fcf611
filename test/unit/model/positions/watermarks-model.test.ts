// Watermarks in front of a log that is appended to, cut off and read again from anywhere, by its owner and by a zombie that
// still has the old tail. The model knows each record by a name of its own, so it needs no order at all.
import fc from 'fast-check';
import type { StreamWatermarks } from '../../../../src/model/contract/stream-watermarks';
import { Watermarks } from '../../../../src/model/positions/watermarks';

type Step =
  | { readonly kind: 'append' | 'read'; readonly count: number }
  | { readonly kind: 'cut'; readonly back: number }
  | { readonly kind: 'rewind'; readonly back: number }
  | { readonly kind: 'zombie'; readonly at: number }
  | { readonly kind: 'carry' };

interface LogRecord {
  readonly name: number;
  readonly offset: number;
  readonly leaderEpoch: number;
}

class World {
  private watermarks = new Watermarks();
  private log: LogRecord[] = [];
  /** All that ever stood in the log. */
  private readonly written: LogRecord[] = [];
  private readonly accepted = new Set<number>();
  private next = 0;
  private leaderEpoch = 0;

  constructor(
    private readonly stream: { readonly id: string; readonly topic: string; readonly replay?: number },
    private readonly partition: number,
  ) {}

  take(step: Step): void {
    if (step.kind === 'append') for (let one = 0; one < step.count; one += 1) this.append();
    if (step.kind === 'read') for (let one = 0; one < step.count; one += 1) this.read();
    if (step.kind === 'rewind') this.next = Math.max(0, this.next - step.back);
    if (step.kind === 'cut') this.cut(step.back);
    if (step.kind === 'zombie') this.zombie(this.written[step.at % Math.max(1, this.written.length)]);
    if (step.kind === 'carry') {
      const carried = JSON.parse(JSON.stringify(this.watermarks.snapshot())) as StreamWatermarks[];
      this.watermarks = new Watermarks(carried);
    }
  }

  private append(): void {
    // Of two offsets one is a gap, now and then.
    const last = this.log.at(-1)?.offset ?? -1;
    const name = this.written.length;
    const record = { name, offset: last + 1 + (name % 3 === 0 ? 1 : 0), leaderEpoch: this.leaderEpoch };
    this.log.push(record);
    this.written.push(record);
  }

  private cut(back: number): void {
    if (back > 0) this.log = this.log.slice(0, Math.max(0, this.log.length - back));
    this.leaderEpoch += 1;
    this.next = Math.min(this.next, this.log.length);
  }

  /** In order, from a committed position: what was never read before is new, what was is a duplicate. */
  private read(): void {
    const record = this.log[this.next];
    if (record === undefined) return;
    this.next += 1;
    const acceptance = this.accept(record);
    if (this.accepted.has(record.name)) expect(acceptance).toBe('duplicate');
    else expect(['new', 'truncation']).toContain(acceptance);
    this.accepted.add(record.name);
  }

  /** Its owner was fenced long ago. It may be in time with what nobody has read; it must not repeat what was accepted. */
  private zombie(record: LogRecord | undefined): void {
    if (record === undefined || !this.accepted.has(record.name)) return;
    expect(['duplicate', 'stale']).toContain(this.accept(record));
  }

  private accept({ offset, leaderEpoch }: LogRecord): string {
    return this.watermarks.accept(this.stream, { partition: this.partition, leaderEpoch, offset: String(offset) });
  }
}

const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({ kind: fc.constantFrom('append', 'read'), count: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ kind: fc.constant('cut'), back: fc.nat(4) }),
  fc.record({ kind: fc.constant('rewind'), back: fc.nat(12) }),
  fc.record({ kind: fc.constant('zombie'), at: fc.nat(100) }),
  fc.record({ kind: fc.constant('carry') }),
);

test('I3, I11: Every record of a log is accepted once, whoever reads it again and whatever the log loses.', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), fc.nat(3), (steps, partition) => {
      const world = new World({ id: 's', topic: 't' }, partition);
      for (const one of steps) world.take(one);
    }),
    { numRuns: 200 },
  );
});

test('I3: Streams, replays and partitions keep their watermarks apart.', () => {
  const places = fc.record({
    id: fc.constantFrom('s1', 's2', 's3'),
    replay: fc.constantFrom(undefined, 1, 2),
    partition: fc.nat(2),
    offset: fc.nat(6),
  });
  fc.assert(
    fc.property(fc.array(places, { maxLength: 60, size: 'max' }), (list) => {
      let watermarks = new Watermarks();
      const highest = new Map<string, number>();
      for (const { id, replay, partition, offset } of list) {
        const stream = { id, topic: 't', ...(replay === undefined ? {} : { replay }) };
        const place = [id, replay, partition].join();
        const isNew = offset > (highest.get(place) ?? -1);
        if (isNew) highest.set(place, offset);
        const acceptance = watermarks.accept(stream, { partition, leaderEpoch: 0, offset: String(offset) });
        expect(acceptance).toBe(isNew ? 'new' : 'duplicate');
        watermarks = new Watermarks(watermarks.snapshot());
      }
    }),
  );
});
