import fc from 'fast-check';
import type { CarriedEntry } from '../../../../src/model/contract/contract';
import type { WireRecord } from '../../../../src/model/contract/record';
import { Inbox, InlineBudget } from '../../../../src/workflows/inbox/inbox';

const stream = { id: 's', topic: 't' };
const record = (offset: number, text = 'x'): WireRecord => ({
  partition: 0,
  leaderEpoch: 0,
  offset: String(offset),
  key: 'k',
  timestamp: 0,
  value: { text },
});
const offsets = (inbox: Inbox): readonly string[] => inbox.peek(inbox.size).map(({ position }) => position.offset);

test('I7: An inbox is the same after it was carried, whatever waits by reference.', () => {
  const step = fc.oneof(
    fc.constant('drop' as const),
    fc.nat(400).map((size) => 'x'.repeat(size)),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let inbox = new Inbox(new InlineBudget(2_000));
      const expected: string[] = [];
      let offset = 0;
      for (const what of steps) {
        if (what === 'drop') {
          if (inbox.size > 0) {
            inbox.drop(1);
            expected.shift();
          }
        } else {
          offset += 1;
          inbox.push(stream, record(offset, what));
          expected.push(String(offset));
        }
        expect(offsets(inbox)).toEqual(expected);
        const carried = JSON.parse(JSON.stringify(inbox.carry())) as CarriedEntry[];
        inbox = new Inbox(new InlineBudget(2_000), carried);
        expect(offsets(inbox)).toEqual(expected);
      }
    }),
  );
});

test('I10: An inbox keeps only the position of what exceeds the budget, and of what comes by reference.', () => {
  const inbox = new Inbox(new InlineBudget(500));
  inbox.push(stream, record(1, 'x'.repeat(300)));
  inbox.push(stream, record(2, 'x'.repeat(300)));
  inbox.push(stream, { ...record(3), value: { reference: 900_000 } });
  expect(inbox.peek(3).map((entry) => entry.record !== undefined)).toEqual([true, false, false]);
  inbox.drop(1);
  inbox.push(stream, record(4, 'x'.repeat(300)));
  expect(inbox.peek(3).map((entry) => entry.record !== undefined)).toEqual([false, false, true]);
});

test('I7: An inbox keeps an edited record whole, however little room there is, and gives its room back.', () => {
  const budget = new InlineBudget(100, 400);
  const inbox = new Inbox(budget);
  inbox.push(stream, record(1, 'x'.repeat(300)));
  inbox.push(stream, record(2));
  const edited = { ...record(1, 'y'.repeat(250)), revision: 1 };
  inbox.replaceHead(edited);
  expect(inbox.head?.record).toEqual(edited);
  expect(offsets(inbox)).toEqual(['1', '2']);
  const carried = JSON.parse(JSON.stringify(inbox.carry())) as CarriedEntry[];
  expect(new Inbox(new InlineBudget(0, 0), carried).head?.record).toEqual(edited);
  const [head, next] = inbox.peek(2);
  if (head === undefined || next === undefined) throw new Error('The inbox has two records.');
  expect([budget.fitsEdited(390, head), budget.fitsEdited(390, next)]).toEqual([true, false]);
  inbox.drop(1);
  expect(budget.fitsEdited(390, next)).toBe(true);
});
