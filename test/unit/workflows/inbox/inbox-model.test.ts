// The inbox beside a plain list of positions and what each was pushed with.
import fc from 'fast-check';
import type { CarriedEntry } from '../../../../src/model/contract/contract';
import type { WireRecord } from '../../../../src/model/contract/record';
import { Inbox, InlineBudget } from '../../../../src/workflows/inbox/inbox';
import { cases } from '../../../support/width';

const stream = { id: 's', topic: 't' };
const LIMIT = 1_500;
const EDITED_LIMIT = 2_000;

interface Expected {
  readonly offset: string;
  /** What the record is, when it is kept whole. */
  record: WireRecord | undefined;
  edited: boolean;
  readonly redriven?: number;
}

type Step =
  | { readonly kind: 'push'; readonly text: string }
  | { readonly kind: 'reference' | 'carry' }
  | { readonly kind: 'drop'; readonly count: number }
  | { readonly kind: 'edit'; readonly text: string }
  | { readonly kind: 'redrive'; readonly at: number };

class World {
  budget = new InlineBudget(LIMIT, EDITED_LIMIT);
  inbox = new Inbox(this.budget);
  expected: Expected[] = [];
  private offset = 0;

  take(step: Step): void {
    if (step.kind === 'push') this.push({ text: step.text });
    if (step.kind === 'reference') this.push({ reference: 900_000 });
    if (step.kind === 'drop') this.drop(step.count);
    if (step.kind === 'edit') this.edit(step.text);
    if (step.kind === 'redrive') this.redrive(step.at);
    if (step.kind === 'carry') this.carry();
    this.agree();
  }

  private record(value: WireRecord['value']): WireRecord {
    this.offset += 1;
    return { partition: 0, leaderEpoch: 0, offset: String(this.offset), key: 'k', timestamp: 0, value };
  }

  private push(value: WireRecord['value']): void {
    const record = this.record(value);
    this.inbox.push(stream, record);
    const whole = 'reference' in value ? undefined : record;
    this.expected.push({ offset: record.offset, record: whole, edited: false });
  }

  private drop(count: number): void {
    this.inbox.drop(Math.min(count, this.expected.length));
    this.expected = this.expected.slice(count);
  }

  private edit(text: string): void {
    const [head] = this.expected;
    const entry = this.inbox.head;
    if (head === undefined || entry === undefined) return;
    const record: WireRecord = { ...this.record({ text }), offset: head.offset, revision: 1 };
    if (!this.budget.fitsEdited(JSON.stringify(record).length, entry)) return;
    this.inbox.replaceHead(record);
    this.expected[0] = { ...head, record, edited: true };
  }

  private redrive(at: number): void {
    const index = at % (this.expected.length + 1);
    const { partition, leaderEpoch, offset } = this.record({ reference: 1 });
    const letter = { stream, position: { partition: 1, leaderEpoch: 0, offset } };
    const position = { partition, leaderEpoch, offset };
    this.inbox.insert(index, { stream, position, redriven: { times: at + 1, letter }, bytes: 0 });
    this.expected.splice(index, 0, { offset, record: undefined, edited: false, redriven: at + 1 });
  }

  private carry(): void {
    const carried = JSON.parse(JSON.stringify(this.inbox.carry())) as CarriedEntry[];
    this.budget = new InlineBudget(LIMIT, EDITED_LIMIT);
    this.inbox = new Inbox(this.budget, carried);
  }

  private agree(): void {
    const entries = this.inbox.peek(this.inbox.size);
    const kept = entries.map(({ position, record, redriven }) => [position.offset, redriven?.times, record]);
    // What is not kept whole is read again. Whatever has been edited exists nowhere else.
    const wanted = this.expected.map(({ offset, redriven, record, edited }, index) => {
      const forgotten = !edited && entries[index]?.record === undefined;
      return [offset, redriven, forgotten ? undefined : record];
    });
    expect(kept).toEqual(wanted);
    const sizes = entries.map(({ record }) => (record === undefined ? 0 : JSON.stringify(record).length));
    expect(entries.map(({ bytes }) => bytes)).toEqual(sizes);
    const bytesOf = (edited: boolean): number =>
      sizes.reduce((sum, bytes, index) => sum + (this.expected[index]?.edited === edited ? bytes : 0), 0);
    const [inline, edited] = [bytesOf(false), bytesOf(true)];
    expect(inline).toBeLessThanOrEqual(LIMIT);
    expect(edited).toBeLessThanOrEqual(EDITED_LIMIT);
  }
}

const text = fc.nat(500).map((length) => 'x'.repeat(length));
const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({ kind: fc.constant('push'), text }),
  fc.record({ kind: fc.constantFrom('reference', 'carry') }),
  fc.record({ kind: fc.constant('drop'), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('edit'), text }),
  fc.record({ kind: fc.constant('redrive'), at: fc.nat(20) }),
);

test('I7, I10: An inbox holds what it was given in order, within its budget, whatever is edited, redriven and carried.', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const world = new World();
      for (const one of steps) world.take(one);
      // What was taken is given back to the byte: all of the budget is there again, and no more than that.
      world.inbox.drop(world.inbox.size);
      expect([world.budget.take(LIMIT), world.budget.take(1)]).toEqual([true, false]);
    }),
    { numRuns: cases(150) },
  );
});
