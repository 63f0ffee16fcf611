import fc from 'fast-check';
import { ListHead } from '../../../../src/activities/polls/list-head';
import { PagePrint } from '../../../../src/activities/polls/page-print';
import { anyText } from '../../../support/any-text';

const page = (...ids: readonly number[]): PagePrint =>
  PagePrint.of({ items: [], records: ids.map((id) => ({ id: String(id), value: id })) });

test('What is kept of the first items is read again as it was, with the place where they are looked for.', () => {
  for (const place of [7, 0, 'c', '20', '~9:"x"', '\n', '/items?page=3']) {
    for (const left of [0, 9, 20]) {
      const head = ListHead.of(page(1, 2, 3, 4), page(2), false)?.as({ suspected: true, sought: { place, left } });
      const again = ListHead.read(head?.text);
      expect(again?.standing).toMatchObject({ suspected: true, sought: { place, left } });
      expect(again?.text).toBe(head?.text);
      expect(again?.isOn(page(9, 3))).toBe(true);
    }
  }
});

test('What earlier builds have kept is read, and they read the first item of what is kept now.', () => {
  const text = ListHead.of(page(1, 2, 3), page(), true)?.text ?? '';
  expect(text).toMatch(/^[\w-]{18}\+$/);
  const first = text.slice(0, 6);
  for (const old of [first, `${first}+`]) {
    const head = ListHead.read(old);
    expect([head?.text, head?.isAtPlace(page(1, 2)), head?.isBehind(page(0, 1))]).toEqual([old, true, true]);
  }
});

test('A place that is too long is not kept, and any text that is no head is passed over.', () => {
  const head = ListHead.of(page(1), page(), false);
  expect(head?.as({ sought: { place: 'x'.repeat(2_000), left: 3 } }).text).toBeUndefined();
  const like = fc.stringMatching(/^[\w-]{0,20}[=!+~]{0,3}\d{0,4}:?.{0,20}$/);
  fc.assert(
    fc.property(fc.oneof(anyText(), like), (text) => {
      const read = ListHead.read(text);
      if (read === undefined) return;
      expect(JSON.stringify(read.standing.sought?.place ?? '').length).toBeLessThanOrEqual(700);
      expect(ListHead.read(read.text)?.text).toBe(read.text);
    }),
  );
});

test('Items that have come to the end say no more, but on the way to it pages may begin with items of the one before.', () => {
  const head = ListHead.of(page(1, 2, 3), page(), false);
  expect(head?.without(page(2, 9), true)?.isOn(page(2))).toBe(false);
  expect(head?.without(page(3, 2, 1), false)).toBeUndefined();
  const shared = ListHead.of(page(1, 2, 3), page(3, 4), false);
  expect(shared?.without(page(3), false)?.isOn(page(3))).toBe(true);
  expect(shared?.without(page(9), true)?.without(page(3), true)?.isOn(page(3))).toBe(false);
});
