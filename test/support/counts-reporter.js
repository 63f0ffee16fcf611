const { writeFileSync } = require('node:fs');

// A jest reporter for `.ci/run`, which names the file: how many tests passed, and how many did not. The run that ends last
// counts.
module.exports = class CountsReporter {
  constructor(_config, { file }) {
    this.file = file;
  }

  onRunComplete(_contexts, results) {
    // A suite that could not even be loaded has no tests to count; a skipped test is not a passed one.
    const { numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests, numPassedTests } = results;
    const broken = numFailedTests + numRuntimeErrorTestSuites + numPendingTests + numTodoTests;
    writeFileSync(this.file, `${numPassedTests} ${broken}\n`);
  }
};
