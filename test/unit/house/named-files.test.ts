import path from 'node:path';
import { allPages, blocks, exists, housePages, quoted, readPage, type Page } from './pages';

const FOLDERS = [
  'src',
  'test',
  'docs',
  'demo',
  'bench',
  'chaos',
  'examples',
  'engines',
  'harness',
  'toolchain',
  'deploy',
];
const ADDRESS = /^[a-z]+:/;

const isPath = (name: string): boolean =>
  FOLDERS.includes(name) ||
  FOLDERS.some((folder) => name.startsWith(`${folder}/`)) ||
  /^[\w-]+\.(?:md|mjs|js)$/.test(name);

/** A test may be named without its ending, and one of `test/guarantees` without its folder. */
const leadsToFile = (name: string): boolean => exists(name) || exists(`${name}.test.ts`);

const testFile = (name: string): string => (name.includes('/') ? `${name}.test.ts` : `test/guarantees/${name}.test.ts`);

/** Names of tests: what stands in backticks behind "Shown by". */
const shownBy = (block: string): readonly string[] =>
  quoted(/Shown\s+by[\s\S]*$/.exec(block)?.[0] ?? '').map((name) => (name.includes('/') ? name : testFile(name)));

/** Beginnings of titles, with the invariants that they name. */
const titles = (text: string): string => [...text.matchAll(/['"`]I\d+[I\d, -]*: /g)].join();

/** The invariants that a text names; `I1-I8` names all between. */
const invariantsIn = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/\bI(\d+)(?:-I(\d+))?\b/g)].flatMap(([, from, to = from]) =>
      Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `I${Number(from) + index}`),
    ),
  );

const missingNames = (page: Page): readonly string[] => {
  const names = blocks(page).flatMap((block) => [...shownBy(block), ...quoted(block).filter(isPath)]);
  return [...new Set(names)].filter((name) => !leadsToFile(name)).map((name) => `${page.file}: ${name}`);
};

/** The anchors that GitHub makes of headings. */
const anchorsOf = ({ text }: Page): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

const linksOf = (page: Page): readonly string[] =>
  [
    ...blocks(page)
      .join('\n\n')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, link]) => link ?? '')
    .filter((link) => !ADDRESS.test(link));

const isDead = (page: Page, link: string): boolean => {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page.file : path.posix.join(path.posix.dirname(page.file), file);
  if (!exists(target)) return true;
  return anchor !== undefined && !anchorsOf(readPage(target)).includes(anchor);
};

test('Every source file, test and folder that README, ARCHITECTURE and internals have in backticks exists.', () => {
  expect(housePages().flatMap(missingNames)).toEqual([]);
});

test('Every link of README, ARCHITECTURE, CONTRIBUTING and docs leads to a file, and its anchor to a heading.', () => {
  const pages = allPages();
  const dead = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => isDead(page, link))
      .map((link) => `${page.file}: ${link}`),
  );
  expect(pages.flatMap(linksOf).length).toBeGreaterThan(50);
  expect(dead).toEqual([]);
});

test('Each file that keeps an invariant names it, and each test that shows one has it in a title.', () => {
  const items = blocks(readPage('ARCHITECTURE.md')).filter((block) => /^- \*\*I\d+ /.test(block));
  const silent = items.flatMap((item) => {
    const name = /I\d+/.exec(item)?.[0] ?? '';
    const kept = quoted(/Kept\s+in([\s\S]*?)Shown/.exec(item)?.[1] ?? '');
    const shown = quoted(/Shown\s+by([\s\S]*)$/.exec(item)?.[1] ?? '').map(testFile);
    return [
      ...kept.filter((file) => !invariantsIn(readPage(file).text).has(name)),
      ...shown.filter((file) => !invariantsIn(titles(readPage(file).text)).has(name)),
    ].map((file) => `${name}: ${file}`);
  });
  expect(items).toHaveLength(12);
  expect(silent).toEqual([]);
});

test('A name that leads nowhere is found, and so is such a link.', () => {
  const page: Page = {
    file: 'docs/internals/made-up.md',
    text: [
      '- **Shown by:** `no-such-test`,',
      '  `test/unit/no/such`',
      '',
      'See `src/no-such-file.ts`, [it](no-such-page.md) and [this](workflow.md#no-such-heading).',
    ].join('\n'),
  };
  expect(missingNames(page)).toEqual([
    'docs/internals/made-up.md: test/guarantees/no-such-test.test.ts',
    'docs/internals/made-up.md: test/unit/no/such',
    'docs/internals/made-up.md: src/no-such-file.ts',
  ]);
  expect(linksOf(page).filter((link) => isDead(page, link))).toEqual([
    'no-such-page.md',
    'workflow.md#no-such-heading',
  ]);
});
