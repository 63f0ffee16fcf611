import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './source-files';

/** A text that breaks a wall where it stands in this file, and the rule that sees it. */
export interface WallBreach {
  readonly file: string;
  readonly text: string;
  readonly rule: string;
}

const PATHS = 'import-x/no-restricted-paths';
const PACKAGES = 'no-restricted-imports';
const SYNTAX = 'no-restricted-syntax';
const PROPERTIES = 'no-restricted-properties';

const IN_BRIDGE = 'src/bridge/deep/breach.ts';

/** The path by which a file of `src/bridge/deep` reaches one outside this repository: the shell. */
const ELSEWHERE = path.relative(path.join(ROOT, 'src/bridge/deep'), '/bin/sh').split(path.sep).join('/');

/** Ways to write an import or to do without one. */
const WAYS: readonly (readonly [text: string, rule: string])[] = [
  ["import type { A } from '../../cli/program';\nexport type B = A;\n", PATHS],
  ["export * from '../../cli/program';\n", PATHS],
  ["export type { A } from '../../cli/program';\n", PATHS],
  ["await import('../../cli/program');\n", PATHS],
  ['await import(`../../cli/program`);\n', SYNTAX],
  ["export const a = require('../../cli/program');\n", PATHS],
  ["export type A = import('../../cli/program').A;\n", '@typescript-eslint/consistent-type-imports'],
  ["export const a = require('kafkajs');\n", SYNTAX],
  ["export const a = require.resolve('kafkajs');\n", SYNTAX],
  ["const load = require;\nload('kafkajs');\n", SYNTAX],
  ["export const a = module.require('kafkajs');\n", SYNTAX],
  ["export const a = module['require']('kafkajs');\n", SYNTAX],
  ["import { createRequire } from 'node:module';\nexport const load = createRequire(__filename);\n", PACKAGES],
  ["process.getBuiltinModule('module').createRequire(__filename);\n", SYNTAX],
  ["import '../../../walls';\n", PATHS],
  ["import '../../../package.json';\n", PATHS],
  [`import '${ELSEWHERE}';\n`, PATHS],
  ["import '../../../node_modules/kafkajs';\n", PACKAGES],
  ["await import('../../../node_modules/kafkajs');\n", SYNTAX],
];

/** Kinds of files that src does not have: a new one is behind its wall from the first. */
const ENDINGS = ['mts', 'cts', 'tsx', 'js', 'mjs', 'cjs'];

const ENVIRONMENT = [
  'export const a = process.env;\n',
  'export const { env } = process;\n',
  'export const a = globalThis.process.env;\n',
  "export const a = global['process'];\n",
  'export const { process: a } = globalThis;\n',
];

/** Beside src. */
const BESIDE_SRC: readonly (readonly [file: string, target: string])[] = [
  // Where nothing is built, nothing is there to be imported.
  ...(existsSync(path.join(ROOT, 'lib/cli/program.js'))
    ? ([['test/unit/breach.ts', '../../lib/cli/program']] as const)
    : []),
  ['test/unit/breach.ts', '../../demo/main'],
  ['test/unit/breach.ts', './house/walls.test'],
  ['test/unit/breach.test.ts', '../integration/cli.test'],
  ['examples/transfer/src/breach.ts', '../../devices/workflows'],
  ['examples/devices/breach.ts', '../transfer/workflows'],
];

export const WALL_BREACHES: readonly WallBreach[] = [
  ...WAYS.map(([text, rule]) => ({ file: IN_BRIDGE, text, rule })),
  ...ENDINGS.map((ending) => ({
    file: `src/bridge/deep/breach.${ending}`,
    text: "import '../../cli/program';\n",
    rule: PATHS,
  })),
  ...['src/config/breach.ts', 'src/breach.ts'].flatMap((file) =>
    ENVIRONMENT.map((text) => ({ file, text, rule: PROPERTIES })),
  ),
  { file: 'src/cli/breach.ts', text: 'export const a = globalThis.process;\n', rule: PROPERTIES },
  { file: 'src/temporal/breach.ts', text: "export const a = require.resolve('@temporalio/worker');\n", rule: SYNTAX },
  { file: 'src/temporal/bundle/breach.ts', text: "export const a = module.require('kafkajs');\n", rule: SYNTAX },
  { file: 'src/temporal/bundle/breach.ts', text: "import 'kafkajs';\n", rule: PACKAGES },
  ...BESIDE_SRC.map(([file, target]) => ({ file, text: `import '${target}';\n`, rule: PATHS })),
];

/** Texts that break nothing. */
export const DOORS: readonly Omit<WallBreach, 'rule'>[] = [
  { file: 'src/temporal/bundle/door.ts', text: "export const a = require.resolve('@temporalio/worker');\n" },
  { file: 'src/engines/door.ts', text: 'export const a = process.env;\n' },
  { file: 'src/cli/door.ts', text: 'export const a = process.env;\n' },
  { file: 'test/unit/door.ts', text: "import '../../lib/index';\n" },
  { file: 'examples/transfer/src/door.ts', text: "import '../workflows';\n" },
];
