// The walls of the house: what each folder of src may import, from bottom to top. A folder may import itself and only
// folders above it in this list, so no cycle can arise. ESLint reports violations as errors (eslint.config.mjs);
// test/unit/house breaks each wall once and checks the map in ARCHITECTURE.md against this list.
//
// `folders`: folders of src, at any depth. `words`: the shared files at the root of src (ROOT_WORDS).
// `packages`: npm packages with all their paths; 'node:' stands for all of Node's modules.

const { readdirSync, realpathSync } = require('node:fs');
const path = require('node:path');

const ROOT_WORDS = ['errors.ts', 'log.ts', 'terminal-text.ts', 'body-text.ts'];

const TEMPORAL = ['@temporalio/client', '@temporalio/common', '@temporalio/proto', '@grpc/grpc-js'];

const WALLS = {
  model: { words: false, folders: [], packages: ['jsonc-parser'] },
  async: { words: false, folders: [], packages: ['node:'] },
  telemetry: { words: true, folders: ['model'], packages: ['node:crypto'] },
  config: {
    words: true,
    folders: ['model'],
    packages: ['@temporalio/envconfig', 'croner', 'jiti', 'kafkajs', 'ms', 'zod', 'node:'],
  },
  records: { words: true, folders: ['model', 'config'], packages: ['node:'] },
  temporal: { words: true, folders: ['model', 'config'], packages: [...TEMPORAL, '@temporalio/worker', 'node:'] },
  engines: { words: true, folders: ['model', 'temporal'], packages: ['@temporalio/client', 'env-paths', 'node:'] },
  kafka: {
    words: true,
    folders: ['model', 'async', 'config', 'records'],
    packages: ['kafkajs', 'fzstd', 'lz4-napi', 'snappyjs', 'node:'],
  },
  callbacks: {
    words: true,
    folders: ['model', 'async', 'telemetry', 'config'],
    packages: ['@temporalio/client', '@temporalio/common', 'node:'],
  },
  workflows: { words: false, folders: ['model'], packages: ['@temporalio/workflow', '@temporalio/common'] },
  activities: {
    words: true,
    folders: ['model', 'telemetry', 'config', 'callbacks'],
    packages: ['@temporalio/activity', '@temporalio/common', 'axios', 'croner', 'uuid', 'node:'],
  },
  bridge: {
    words: true,
    folders: ['model', 'async', 'records', 'temporal'],
    packages: ['@temporalio/client', '@grpc/grpc-js', 'node:'],
  },
  'dead-letters': { words: true, folders: ['model', 'config', 'records', 'kafka'], packages: ['kafkajs', 'node:'] },
  outbox: {
    words: true,
    folders: ['model', 'async', 'telemetry', 'config', 'kafka', 'activities'],
    packages: ['@temporalio/activity', '@temporalio/client', '@temporalio/worker', 'kafkajs', 'node:'],
  },
  operations: {
    words: true,
    folders: [
      ...['model', 'async', 'config', 'records', 'temporal', 'kafka'],
      ...['activities', 'bridge', 'dead-letters', 'outbox'],
    ],
    packages: [...TEMPORAL, 'jiti', 'kafkajs', 'zod', 'node:'],
  },
  exporters: {
    words: true,
    folders: ['model', 'async', 'telemetry', 'config'],
    packages: [
      ...['api', 'exporter-prometheus', 'exporter-trace-otlp-proto', 'resources', 'sdk-metrics', 'sdk-trace'].map(
        (name) => `@opentelemetry/${name}`,
      ),
      'node:',
    ],
  },
  gateway: {
    words: true,
    folders: [
      ...['model', 'telemetry', 'exporters', 'config', 'records', 'temporal', 'kafka', 'callbacks'],
      ...['activities', 'bridge', 'dead-letters', 'outbox', 'operations'],
    ],
    packages: ['@temporalio/client', '@temporalio/worker', 'node:'],
  },
  console: {
    words: true,
    folders: ['model', 'async', 'config', 'records', 'temporal', 'kafka', 'operations'],
    packages: ['@temporalio/client', 'hono', '@hono/node-server', 'lit-html', 'uplot', 'zod', 'node:'],
  },
  cli: {
    words: true,
    folders: ['model', 'telemetry', 'config', 'temporal', 'engines', 'kafka', 'operations', 'gateway', 'console'],
    packages: ['@temporalio/client', '@temporalio/worker', 'cli-table3', 'commander', 'kafkajs', 'pino', 'node:'],
  },
};

/** The root of src: its shared files import nothing, and index.ts is the package's entry. */
const ENTRY = ['model', 'config', 'activities', 'operations', 'gateway'];

/** What src never reaches: all that is not below it. Packages have a rule of their own; `lib` is what is made of src. */
const OUTSIDE = {
  from: path.parse(__dirname).root,
  except: [path.join(__dirname, 'src'), realpathSync(path.join(__dirname, 'node_modules'))],
  message: 'src/ knows nothing beside itself but packages.',
};

const zone = (target, except, message) => ({
  'import-x/no-restricted-paths': [
    'error',
    {
      basePath: __dirname,
      zones: [
        { target, from: './src', except, message },
        { target, ...OUTSIDE },
      ],
    },
  ],
});

const IMPORTS_ARE_PLAIN = {
  selector: "ImportExpression[source.type!='Literal']",
  message: 'import() takes a plain text, which walls see.',
};

/** What finds modules where no other wall sees it. */
const NO_REQUIRE_OF_ANOTHER = {
  selector: [
    "Identifier[name='createRequire']",
    "MemberExpression[property.name='require']",
    'MemberExpression[property.value=/^(?:createRequire|require)$/]',
  ].join(),
  message: 'Modules are imported, which walls see.',
};
const NO_REQUIRE = {
  selector: "Identifier[name='require']",
  message: 'Only what hands modules to others has a use for require.',
};

/** no-restricted-imports ignores `import()`, so a rule about syntax has the same pattern for it. */
const packagesRule = (packages, message, mayRequire = false) => {
  const allowed = packages.map((name) => (name === 'node:' ? 'node:(?!(?:process|module)$)' : `${name}(?:/|$)`));
  // A relative path into node_modules is an import of a package, and no zone forbids it.
  const regex = `^\\..*/node_modules/|^(?!${['\\.', ...allowed].join('|')})`;
  return {
    'no-restricted-imports': ['error', { patterns: [{ regex, message }] }],
    'no-restricted-syntax': [
      'error',
      { selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002f')}/]`, message },
      IMPORTS_ARE_PLAIN,
      NO_REQUIRE_OF_ANOTHER,
      ...(mayRequire ? [] : [NO_REQUIRE]),
    ],
  };
};

/**
 * Each folder and the root have one block, since a later block for the same file replaces the rules of an earlier one.
 * This is how modules may be found by `require` to be handed on: to Temporal's bundler, and to browsers.
 */
const SOURCE_BLOCKS = [
  ...Object.entries(WALLS).map(([name, { words, folders, packages }]) => {
    const reach = [name, ...folders].map((folder) => `${folder}/`).join(', ');
    const message = `${name}/ reaches ${reach}${words ? ` ${ROOT_WORDS.join(', ')}` : ' and nothing else of src'}.`;
    const except = [name, ...folders, ...(words ? ROOT_WORDS : [])].map((path) => `./${path}`);
    const known = packages.length === 0 ? 'no package' : packages.join(', ');
    return {
      files: [`src/${name}/**`],
      rules: { ...zone(`./src/${name}`, except, message), ...packagesRule(packages, `${name}/ imports ${known}.`) },
    };
  }),
  ...['temporal/bundle', 'console/serving'].map((place) => {
    const { packages } = WALLS[place.split('/')[0]];
    return { files: [`src/${place}/**`], rules: packagesRule(packages, `Known are ${packages.join(', ')}.`, true) };
  }),
  {
    files: ROOT_WORDS.map((word) => `src/${word}`),
    rules: {
      ...zone('./src', [], 'The words of the root know no other file.'),
      ...packagesRule([], 'Words import nothing.'),
    },
  },
  {
    files: ['src/*'],
    ignores: ROOT_WORDS.map((word) => `src/${word}`),
    rules: {
      ...zone(
        './src',
        [...ENTRY, ...ROOT_WORDS].map((path) => `./${path}`),
        'The entry shows what users need.',
      ),
      ...packagesRule([], 'The entry imports no package.'),
    },
  },
];

/**
 * The folders beside src. What bench, chaos, demo and tests share is in harness/, which knows none of them. An example is
 * a project of its own, which knows the package's public entries only, and no other example.
 */
const BESIDE = {
  harness: ['src'],
  demo: ['src', 'harness', 'examples'],
  bench: ['src', 'harness'],
  chaos: ['src', 'harness'],
  examples: [],
  test: ['src', 'harness', 'demo', 'bench', 'chaos', 'examples'],
};

/** What the package's entries lead to. */
const PUBLIC = ['index', 'workflows/api'].flatMap((entry) => [`./${entry}.js`, `./${entry}.d.ts`]);

const EXAMPLES = readdirSync(path.join(__dirname, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Zones within what a folder may reach. */
const WITHIN = {
  examples: EXAMPLES.map((name) => ({
    target: `./examples/${name}`,
    from: './examples',
    except: [`./${name}`],
    message: 'An example knows no other one.',
  })),
  test: [
    { target: './test', from: './test/**/*.test.ts', message: 'What tests share is in test/support.' },
    { target: './test', from: './demo/main.ts', message: 'demo/main.ts runs the demo as soon as it is imported.' },
  ],
};

const BESIDE_BLOCKS = Object.entries(BESIDE).map(([name, reached]) => ({
  files: [`${name}/**`],
  rules: {
    'import-x/no-restricted-paths': [
      'error',
      {
        basePath: __dirname,
        zones: [
          ...['src', 'lib', ...Object.keys(BESIDE)]
            .filter((one) => one !== name && !reached.includes(one))
            .map((from) => ({
              target: `./${name}`,
              from: `./${from}`,
              message: `${name}/ does not know ${from}/.`,
              ...(from === 'lib' ? { except: PUBLIC } : {}),
            })),
          ...(WITHIN[name] ?? []),
        ],
      },
    ],
  },
}));

const WALL_BLOCKS = [...SOURCE_BLOCKS, ...BESIDE_BLOCKS];

module.exports = { BESIDE, ENTRY, ROOT_WORDS, WALLS, WALL_BLOCKS };
