const { readdirSync } = require('node:fs');

// The walls of the house: what each folder of src may import, from bottom to top. A folder reaches itself and only
// folders above it in this list, so that no circle can arise. ESLint makes errors of it (eslint.config.mjs);
// test/unit/house breaks each wall once, and holds the map in ARCHITECTURE.md against this list.
//
// `folders`: folders of src, at any depth. `words`: the files at the root of src that belong to all (ROOT_WORDS).
// `packages`: npm packages with all their paths; 'node:' stands for everything that Node brings.

// All that lies at the root: until its files have moved to folders of their own, the root is no wall.
const ROOT_WORDS = readdirSync(`${__dirname}/src`).filter((name) => name.endsWith('.ts'));

const TEMPORAL = ['@temporalio/client', '@temporalio/common', '@temporalio/proto', '@grpc/grpc-js'];

const WALLS = {
  model: { words: false, folders: [], packages: [] },
  config: {
    words: true,
    folders: ['model'],
    packages: ['@temporalio/envconfig', 'croner', 'jiti', 'kafkajs', 'ms', 'zod', 'node:'],
  },
  engines: { words: true, folders: ['model'], packages: ['@temporalio/client', 'env-paths', 'node:'] },
  callbacks: {
    words: true,
    folders: ['model', 'config'],
    packages: ['@temporalio/client', '@temporalio/common', 'node:'],
  },
  workflows: { words: false, folders: ['model'], packages: ['@temporalio/workflow', '@temporalio/common'] },
  activities: {
    words: true,
    folders: ['model', 'config', 'callbacks', 'outbox'],
    packages: ['@temporalio/activity', '@temporalio/common', 'axios', 'croner', 'uuid', 'node:'],
  },
  bridge: {
    words: true,
    folders: ['model', 'config'],
    packages: ['@temporalio/client', '@grpc/grpc-js', 'kafkajs', 'fzstd', 'lz4-napi', 'snappyjs', 'node:'],
  },
  outbox: {
    words: true,
    folders: ['model', 'config', 'bridge', 'activities'],
    packages: ['@temporalio/client', '@temporalio/worker', 'kafkajs', 'node:'],
  },
  operations: {
    words: true,
    folders: ['model', 'config', 'activities', 'bridge', 'outbox'],
    packages: [...TEMPORAL, 'jiti', 'kafkajs', 'zod', 'node:'],
  },
  cli: {
    words: true,
    folders: ['model', 'config', 'engines', 'bridge', 'operations'],
    packages: ['@temporalio/client', '@temporalio/worker', 'commander', 'kafkajs', 'pino', 'node:'],
  },
};

const zone = (target, except, message) => ({
  'import-x/no-restricted-paths': [
    'error',
    { basePath: __dirname, zones: [{ target, from: './src', except, message }] },
  ],
});

const packagesRule = (packages, message) => {
  const allowed = packages.map((name) => (name === 'node:' ? 'node:' : `${name}(?:/|$)`));
  const regex = allowed.length === 0 ? '^[^.]' : `^(?!${['\\.', ...allowed].join('|')})`;
  return { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] };
};

/** One block for each folder and for the root: a later block for the same file would replace the earlier one. */
const WALL_BLOCKS = [
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
  {
    files: ['src/*'],
    rules: zone(
      './src',
      [...ROOT_WORDS, ...Object.keys(WALLS).filter((name) => name !== 'cli')].map((path) => `./${path}`),
      'Nothing knows the CLI.',
    ),
  },
];

module.exports = { ROOT_WORDS, WALLS, WALL_BLOCKS };
