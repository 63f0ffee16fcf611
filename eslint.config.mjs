import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { WALL_BLOCKS } from './walls.js';

const NO_ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'Only cli/ and engines/ read the environment.',
};
const NO_EXIT = { object: 'process', property: 'exit', message: 'Only cli/ ends the process.' };
const NO_OTHER_PROCESS = ['globalThis', 'global'].map((object) => ({
  object,
  property: 'process',
  message: 'It is called `process`, by which rules know it.',
}));

export default tseslint.config(
  { ignores: ['**/lib/**', '**/node_modules/**', 'test/histories/**'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.mjs', '*.js', 'walls.d.ts'] } } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
      'max-lines': ['error', { max: 250 }],
      complexity: ['error', 12],
    },
  },
  {
    // For files of any kind, since the walls stand for all of them.
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.d.ts'], extensionAlias: { '.js': ['.ts', '.js'] } }),
      ],
    },
  },
  ...WALL_BLOCKS,
  { files: ['src/**'], rules: { 'no-restricted-properties': ['error', NO_ENVIRONMENT, NO_EXIT, ...NO_OTHER_PROCESS] } },
  { files: ['src/engines/**'], rules: { 'no-restricted-properties': ['error', NO_EXIT, ...NO_OTHER_PROCESS] } },
  { files: ['src/cli/**'], rules: { 'no-restricted-properties': ['error', ...NO_OTHER_PROCESS] } },
  { files: ['src/cli/**', 'demo/**', 'bench/**', 'chaos/**', 'examples/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.mjs', '**/*.js'], ...tseslint.configs.disableTypeChecked },
  { files: ['test/**/*.mjs'], languageOptions: { globals: { process: 'readonly' } } },
  {
    files: ['**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        module: 'writable',
        require: 'readonly',
        process: 'readonly',
        __dirname: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
