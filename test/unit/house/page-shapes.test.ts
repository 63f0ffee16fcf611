import { allPages, internals, isTableRow, readPage } from './pages';

const LONGEST_LINE = 120;
const MOST_WORDS_IN_A_CELL = 40;
const LARGEST_ARCHITECTURE_BYTES = 12 * 1024;

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');

test('README has 100 to 130 lines.', () => {
  const lines = linesOf(readPage('README.md').text).length;
  expect(lines).toBeGreaterThanOrEqual(100);
  expect(lines).toBeLessThanOrEqual(130);
});

test('ARCHITECTURE has no more than 12 KB.', () => {
  expect(Buffer.byteLength(readPage('ARCHITECTURE.md').text)).toBeLessThanOrEqual(LARGEST_ARCHITECTURE_BYTES);
});

/** What a command prints, in a fence, is as long as it is. */
const withoutFences = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gm, '');

test('No line of README, ARCHITECTURE and docs goes beyond 120 columns, but for rows of tables and what is printed.', () => {
  const long = allPages().flatMap(({ file, text }) =>
    linesOf(withoutFences(text))
      .filter((line) => !isTableRow(line) && line.length > LONGEST_LINE)
      .map((line) => `${file}: ${line}`),
  );
  expect(long).toEqual([]);
});

test('No cell of a table in README, ARCHITECTURE and docs has more than 40 words.', () => {
  const wordy = allPages().flatMap(({ file, text }) =>
    linesOf(text)
      .filter(isTableRow)
      .flatMap((row) => row.split('|'))
      .filter((cell) => cell.trim().split(/\s+/).length > MOST_WORDS_IN_A_CELL)
      .map((cell) => `${file}: ${cell.trim()}`),
  );
  expect(wordy).toEqual([]);
});

test('Every page of internals begins with its subject, its folders, its invariants and its tests.', () => {
  const beginning =
    /^# .+\n\n\S.*\n(?:\S.*\n)*\n- \*\*Read this before you change:\*\* [\s\S]+?\n- \*\*Invariants:\*\* I\d+.*\n- \*\*Shown by:\*\* `/;
  const pages = internals().filter(({ file }) => file !== 'docs/internals/README.md');
  expect(pages.length).toBeGreaterThan(10);
  for (const { file, text } of pages) expect({ file, alike: beginning.test(text) }).toEqual({ file, alike: true });
});

test('ARCHITECTURE and the index of internals lead to every page of internals.', () => {
  const pages = internals().map(({ file }) => file);
  const index = readPage('docs/internals/README.md').text;
  const architecture = readPage('ARCHITECTURE.md').text;
  for (const file of pages) expect(architecture).toContain(`](${file})`);
  for (const file of pages.filter((page) => page !== 'docs/internals/README.md')) {
    expect(index).toContain(`](${file.replace('docs/internals/', '')})`);
  }
});

test('ARCHITECTURE has I1 to I12, each with the files that keep it and the tests that show it.', () => {
  const items = readPage('ARCHITECTURE.md').text.match(/^- \*\*I\d+ [\s\S]*?(?=\n- |\n\n)/gm) ?? [];
  expect(items.map((item) => /I\d+/.exec(item)?.[0])).toEqual(
    Array.from({ length: 12 }, (_, index) => `I${index + 1}`),
  );
  for (const item of items) expect(item).toMatch(/Kept\s+in\s+`[\s\S]+Shown\s+by\s+`/);
});
