// `unit` does no I/O and takes seconds. The others share a real Kafka and Temporal (globalSetup). See docs/testing.md.
const common = {
  testEnvironment: 'node',
  // lit-html is published as modules only.
  transform: {
    '^.+\\.ts$|/lit-html/.+\\.js$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!lit-html/)'],
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/node_modules/sluice/'],
};
const engines = {
  ...common,
  globalSetup: '<rootDir>/test/support/engines/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/engines/global-teardown.ts',
};

const counts = process.env['SLUICE_TEST_COUNTS'];

module.exports = {
  ...(counts !== undefined && {
    reporters: ['default', ['<rootDir>/test/support/counts-reporter.js', { file: counts }]],
  }),
  // This only stops tests that hang. Only `npm run bench` measures speed.
  testTimeout: 400_000,
  // By default jest ends a worker by force after half a second, too soon on a busy machine: what is still there after
  // this time has left something open.
  workerGracefulExitTimeout: 5_000,
  testSequencer: '<rootDir>/test/support/longest-first.js',
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    { ...engines, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.test.ts'] },
    { ...engines, displayName: 'guarantees', testMatch: ['<rootDir>/test/guarantees/**/*.test.ts'] },
    // Runs the guarantees again, each with all of its cases: see test/support/width.ts.
    {
      ...engines,
      displayName: 'wide',
      testMatch: ['<rootDir>/test/guarantees/**/*.test.ts'],
      setupFiles: ['<rootDir>/test/support/full-width.js'],
    },
    // Runs the properties of unit tests again, with all of their cases.
    {
      ...common,
      displayName: 'wide-unit',
      testMatch: ['<rootDir>/test/unit/**/*.test.ts'],
      setupFiles: ['<rootDir>/test/support/full-width.js'],
    },
    { ...engines, displayName: 'long', testMatch: ['<rootDir>/test/long/**/*.test.ts'] },
  ],
};
