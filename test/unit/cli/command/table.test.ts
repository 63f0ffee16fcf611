import fc from 'fast-check';
import { tableLines } from '../../../../src/cli/command/table';

const COLUMNS = [
  { head: 'STATUS' },
  { head: 'KEY', cut: true },
  { head: 'WAITING', align: 'right' },
  { head: 'WHY', cut: true },
] as const;

test('A table has headings, and its columns stand below each other.', () => {
  expect(
    tableLines(
      COLUMNS,
      [
        ['parked', 'key-1', '8', 'timeout at api'],
        ['held', 'key-22', '12', ''],
      ],
      80,
    ),
  ).toEqual(['STATUS  KEY     WAITING  WHY', 'parked  key-1         8  timeout at api', 'held    key-22       12']);
});

test('What does not fit is cut where that is allowed, and nowhere else.', () => {
  const lines = tableLines(COLUMNS, [['parked', 'k'.repeat(100), '8', 'http-status:422 at ledger']], 60);
  expect(lines.every((line) => line.length <= 60)).toBe(true);
  expect(lines[1]).toMatch(/^parked {2}k+… +8 {2}http-status/);
});

test('Whatever keys and causes are, each row is one line of at most 80 columns.', () => {
  const text = fc.string({ maxLength: 200, unit: 'grapheme-ascii' });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (found) => {
      const lines = tableLines(
        COLUMNS,
        found.map(([key, why]) => ['postponed', key, '1000000', why]),
        80,
      );
      expect(lines).toHaveLength(found.length + 1);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    }),
  );
});

test('Wide characters count as two columns.', () => {
  const [, line = ''] = tableLines(COLUMNS, [['parked', '鍵'.repeat(60), '8', '']], 80);
  expect(Array.from(line).filter((one) => one === '鍵').length).toBeLessThan(30);
});
