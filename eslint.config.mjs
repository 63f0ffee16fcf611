import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// One block per layer: a later block for the same file would replace the earlier one.
const layer = (files, forbidden, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden.map((group) => ({ group: [group], message })) }] },
});

const NODE = ['node:*', 'fs', 'path', 'crypto', 'http', 'net'];
const CLIENTS = ['kafkajs', 'kafkajs/*', 'axios', '@temporalio/client', '@temporalio/worker'];

export default tseslint.config(
  { ignores: ['**/lib/**', '**/node_modules/**', 'test/histories/**'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.mjs', '*.js'] } } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 250 }],
      complexity: ['error', 12],
    },
  },
  layer(['src/model/**'], ['../*', '@temporalio/*', ...NODE, ...CLIENTS], 'model/ is pure: it imports nothing.'),
  layer(
    ['src/workflows/**'],
    [
      '../activities/*',
      '../bridge/*',
      '../config/*',
      '../engines/*',
      '../operations/*',
      '../cli/*',
      '../*.js',
      ...NODE,
      ...CLIENTS,
    ],
    'workflows/ runs in the sandbox: model/ and @temporalio/workflow only.',
  ),
  layer(
    ['src/activities/**'],
    [
      '../bridge/*',
      '../workflows/*',
      '../cli/*',
      '../engines/*',
      '@temporalio/client',
      '@temporalio/worker',
      'kafkajs',
      'kafkajs/*',
    ],
    'activities/ meets the other layers in model/contract; clients are passed in.',
  ),
  layer(
    ['src/bridge/**'],
    ['../activities/*', '../workflows/*', '../cli/*', '../engines/*', '@temporalio/worker', 'axios'],
    'bridge/ meets the other layers in model/contract.',
  ),
  layer(
    ['src/callbacks/**'],
    ['../activities/*', '../bridge/*', '../workflows/*', '../cli/*', '../engines/*', '@temporalio/worker', 'axios'],
    'callbacks/ meets the other layers in model/callback-contract.',
  ),
  layer(
    ['src/outbox/**'],
    ['../workflows/*', '../cli/*', '../engines/*', '../operations/*', 'axios'],
    'outbox/ meets workflows in model/outbox-contract.',
  ),
  {
    files: ['src/**'],
    ignores: ['src/cli/**', 'src/config/**', 'src/engines/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config/, cli/ and engines/ read the environment.' },
        { object: 'process', property: 'exit', message: 'Only cli/ ends the process.' },
      ],
    },
  },
  { files: ['src/cli/**', 'demo/**', 'bench/**', 'chaos/**', 'examples/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.mjs', '**/*.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        module: 'writable',
        require: 'readonly',
        process: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
