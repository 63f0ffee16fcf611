import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { BESIDE, ROOT_WORDS, WALLS } from '../../../walls';
import { circles } from './circles';
import { folderCircles } from './folder-circles';
import { ROOT, sourceFiles } from './source-files';
import { importsOf, isFound, sourceImports } from './source-imports';
import { DOORS, WALL_BREACHES } from './wall-breaches';

interface Breach {
  readonly file: string;
  readonly text: string;
}

const folders = Object.keys(WALLS).filter((folder) => existsSync(path.join(ROOT, 'src', folder)));

/** Rules that each text breaks, under the rules of this repository. */
const brokenRules = (breaches: readonly Breach[]): readonly (readonly string[])[] =>
  JSON.parse(
    execFileSync(process.execPath, [path.join(__dirname, 'lint-texts.mjs')], {
      cwd: ROOT,
      input: JSON.stringify(breaches),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'inherit'],
      maxBuffer: 16 * 1024 * 1024,
    }),
  ) as readonly (readonly string[])[];

const importing = (file: string, target: string): Breach => {
  const relative = path.posix.relative(path.posix.dirname(file), target).replace(/\.ts$/, '');
  return { file, text: `import '${relative.startsWith('.') ? relative : `./${relative}`}';\n` };
};

/** Of each folder, a file at its top and one further down, which imports a file of another folder. */
const crossings = folders.flatMap((from) =>
  folders
    .filter((to) => to !== from)
    .flatMap((to) => {
      const target = sourceFiles(`src/${to}`).find((file) => !file.endsWith('.d.ts')) ?? '';
      const allowed = WALLS[from]?.folders.includes(to) ?? false;
      return [`src/${from}/breach.ts`, `src/${from}/deep/down/breach.ts`].map((file) => ({
        allowed,
        breach: importing(file, target),
      }));
    }),
);

const PACKAGES = ['kafkajs', 'axios', '@temporalio/client', '@temporalio/worker', '@temporalio/workflow', 'node:fs'];

/** Of each folder, a file that imports each of these packages at once, and one that imports it when it needs it. */
const packageUses = folders.flatMap((folder) =>
  PACKAGES.flatMap((name) => {
    const known = WALLS[folder]?.packages ?? [];
    const allowed = known.some((one) => one === name || (one === 'node:' && name.startsWith(one)));
    const file = `src/${folder}/deep/breach.ts`;
    return [
      { allowed, rule: 'no-restricted-imports', breach: { file, text: `import '${name}';\n` } },
      { allowed, rule: 'no-restricted-syntax', breach: { file, text: `await import('${name}');\n` } },
    ];
  }),
);

const rootBreaches = [...ROOT_WORDS, 'breach.ts'].map((word) => importing(`src/${word}`, 'src/cli/program.ts'));

/** Beside src: a file of each of these folders imports one of each other, and one of src imports each of them. */
const BESIDE_SRC = { src: 'src/model', test: 'test/support', examples: 'examples/transfer/src' };
const fileOf = (name: string): string =>
  sourceFiles((BESIDE_SRC as Readonly<Record<string, string>>)[name] ?? name).find((one) => one.endsWith('.ts')) ?? '';
const besideCrossings = Object.entries({ ...BESIDE, 'src/cli': ['src'] }).flatMap(([from, reached]) =>
  ['src', ...Object.keys(BESIDE)]
    .filter((to) => to !== from)
    .map((to) => ({ allowed: reached.includes(to), breach: importing(`${from}/deep/breach.ts`, fileOf(to)) })),
);

/** Rules that each breach breaks; all in one process, whose start takes seconds. */
const rulesOf = new Map<Breach, readonly string[] | undefined>();

beforeAll(() => {
  const uses = [...crossings, ...besideCrossings, ...packageUses];
  const breaches = [...uses.map(({ breach }) => breach), ...rootBreaches, ...WALL_BREACHES, ...DOORS];
  for (const [index, rules] of brokenRules(breaches).entries()) {
    const breach = breaches[index];
    if (breach !== undefined) rulesOf.set(breach, rules);
  }
});

test('Each wall between two folders is an error of ESLint, at any depth, and each door in it is none.', () => {
  expect(crossings.length).toBeGreaterThan(100);
  for (const { allowed, breach } of crossings) {
    const rules = allowed ? [] : ['import-x/no-restricted-paths'];
    expect({ ...breach, rules: rulesOf.get(breach) }).toEqual({ ...breach, rules });
  }
});

test('Each folder imports the packages of its list, and any other is an error of ESLint.', () => {
  for (const { allowed, rule, breach } of packageUses) {
    const rules = allowed ? [] : [rule];
    expect({ ...breach, rules: rulesOf.get(breach) }).toEqual({ ...breach, rules });
  }
});

test('A wall stands however an import is written, and whatever kind of file it stands in.', () => {
  for (const breach of WALL_BREACHES) {
    const rules = expect.arrayContaining([breach.rule]) as unknown;
    expect({ ...breach, rules: rulesOf.get(breach) }).toEqual({ ...breach, rules });
  }
});

test('A way through a wall that a part needs is no error of ESLint.', () => {
  for (const door of DOORS) expect({ ...door, rules: rulesOf.get(door) }).toEqual({ ...door, rules: [] });
});

test('The root of src is a wall of its own: nothing there knows the CLI.', () => {
  for (const breach of rootBreaches) expect(rulesOf.get(breach)).toEqual(['import-x/no-restricted-paths']);
});

test('Folders beside src reach what their list allows, src reaches none of them, and examples know the public entries only.', () => {
  for (const { allowed, breach } of besideCrossings) {
    const rules = allowed ? [] : ['import-x/no-restricted-paths'];
    expect({ ...breach, rules: rulesOf.get(breach) }).toEqual({ ...breach, rules });
  }
});

test('All code of src is in files whose names end in .ts, which tests and compiler look for.', () => {
  const entries = readdirSync(path.join(ROOT, 'src'), { recursive: true, withFileTypes: true });
  const others = entries.filter((entry) => entry.isFile() && !/\.ts$|^tsconfig\.json$/.test(entry.name));
  expect(others.map(({ name }) => name)).toEqual([]);
});

test('Each folder of src stands behind a wall.', () => {
  const inFolders = sourceFiles().filter((file) => file.split('/').length > 2);
  expect(inFolders.filter((file) => !folders.includes(file.split('/')[1] ?? ''))).toEqual([]);
});

test('Each folder beside src that has code stands behind a wall.', () => {
  const tracked = execFileSync('git', ['ls-files', '*.ts', '*.js', '*.mjs', '*.cjs', '*.tsx'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const named = new Set(tracked.split('\n').flatMap((file) => (file.includes('/') ? [file.split('/')[0]] : [])));
  expect([...named].sort()).toEqual(['src', ...Object.keys(BESIDE)].sort());
});

test('The root of src has the entry and the words for all, and no other file.', () => {
  const loose = sourceFiles().filter((file) => file.split('/').length === 2);
  expect([...loose].sort()).toEqual(['index.ts', ...ROOT_WORDS].map((file) => `src/${file}`).sort());
});

test('A folder imports only from folders that stand before it in the list, so that folders form no circle.', () => {
  const order = Object.keys(WALLS);
  for (const [folder, { folders: reached }] of Object.entries(WALLS)) {
    const later = reached.filter((one) => order.indexOf(one) >= order.indexOf(folder));
    expect({ folder, later }).toEqual({ folder, later: [] });
  }
});

test('Every relative import in src leads to a source file.', () => {
  expect(sourceImports().filter((one) => !isFound(one))).toEqual([]);
});

test('An import that leads to no source file is reported with the path that it means.', () => {
  const [one, ...others] = importsOf('src/model/breach.ts', "import './not-there';\n");
  expect([one, others]).toEqual([{ from: 'src/model/breach.ts', to: 'src/model/not-there' }, []]);
  expect(one !== undefined && isFound(one)).toBe(false);
});

test('No files import each other in a circle, not even types.', () => {
  expect(circles(sourceImports())).toEqual([]);
});

test('No folders import each other in a circle, at any depth.', () => {
  expect(folderCircles(sourceImports())).toEqual([]);
});

test.each([
  ['src/kafka/protocol/breach.ts', '../consumer/assignment', ['src/kafka/consumer', 'src/kafka/protocol']],
  ['src/kafka/client/patches/breach.ts', '../kafka-client', ['src/kafka/client', 'src/kafka/client/patches']],
  ['src/model/contract/breach.ts', '../defined', ['src/model', 'src/model/contract']],
])('A file %s that imports %s closes a circle of folders.', (file, target, folders) => {
  const imports = [...sourceImports(), ...importsOf(file, `import type { A } from '${target}';\n`)];
  const found = folderCircles(imports);
  expect(found).toContainEqual(expect.arrayContaining(folders));
  expect(found).toHaveLength(1);
});

test('A circle of three files is found, and a file that two import is none.', () => {
  const imports = ['ab', 'bc', 'ca', 'cd', 'bd'].map(([from = '', to = '']) => ({ from, to }));
  expect(circles(imports)).toEqual([['a', 'b', 'c']]);
});
