// unit: no I/O, seconds. The others: real Kafka and real Temporal, provisioned once by globalSetup. docs/testing.md.
const common = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/node_modules/sluice/'],
};
const engines = {
  ...common,
  globalSetup: '<rootDir>/test/support/engines/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/engines/global-teardown.ts',
};

module.exports = {
  // Bounds what hangs. Speed is measured by `npm run bench` only.
  testTimeout: 400_000,
  testSequencer: '<rootDir>/test/support/longest-first.js',
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    { ...engines, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.test.ts'] },
    { ...engines, displayName: 'guarantees', testMatch: ['<rootDir>/test/guarantees/**/*.test.ts'] },
    // The guarantees again, each with all of its cases: see test/support/width.ts.
    {
      ...engines,
      displayName: 'wide',
      testMatch: ['<rootDir>/test/guarantees/**/*.test.ts'],
      setupFiles: ['<rootDir>/test/support/full-width.js'],
    },
    { ...engines, displayName: 'long', testMatch: ['<rootDir>/test/long/**/*.test.ts'] },
  ],
};
