import path from 'node:path';
import { readPage } from './pages';
import { parsedFile } from './parsed-file';
import { sourceFiles } from './source-files';
import { testTitles } from './test-titles';

/** The numbers of the invariants that a title begins with: `I1, I3-I5: ...` has 1, 3, 4 and 5. */
const cited = (title: string): readonly number[] => {
  const [, list] = /^(I\d+(?:(?:, |-)I\d+)*): \S/.exec(title) ?? [];
  return (list?.split(', ') ?? []).flatMap((part) => {
    const [first = NaN, last = first] = part.split('-').map((name) => Number(name.slice(1)));
    return Array.from({ length: last - first + 1 || 0 }, (_, index) => first + index);
  });
};

/** How many invariants ARCHITECTURE.md has. */
const known = (): number => [...readPage('ARCHITECTURE.md').text.matchAll(/^- \*\*I\d+ /gm)].length;

const guarantees = new Map(
  sourceFiles('test/guarantees')
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => [path.basename(file, '.test.ts'), testTitles(parsedFile(file))]),
);

test('The title of each guarantee begins with the invariants of ARCHITECTURE.md that it shows.', () => {
  const last = known();
  const faults = [...guarantees].flatMap(([suite, titles]) =>
    titles
      .filter((title) => cited(title).length === 0 || cited(title).some((number) => number > last))
      .map((title) => `${suite}: ${title}`),
  );
  expect(last).toBe(12);
  expect(guarantees.size).toBeGreaterThan(50);
  expect(faults).toEqual([]);
});

test('A title that cites no invariant is found, however its test is written.', () => {
  const text = [
    "it('a record is kept', () => {});",
    "test.each([1])('I4, I6-I8: a record %s is kept', () => {});",
    'it(name, () => {});',
    "describe('I3: a key', () => { it.each(CASES)('I12: a key is kept', () => {}); });",
  ].join('\n');
  expect(testTitles(parsedFile('a.test.ts', text)).map(cited)).toEqual([[], [4, 6, 7, 8], [], [12]]);
});
