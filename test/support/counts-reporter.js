const { appendFileSync, writeFileSync } = require('node:fs');
const { stripVTControlCharacters } = require('node:util');

/** Characters of a failure: its first lines say what was expected, and what came. */
const SHOWN = 1_500;

// A jest reporter for `.ci/run`, which names the file: how many tests passed, and how many did not. The run that ends last
// counts. What failed is added to a file beside it, to be shown at the end of an output that is long.
module.exports = class CountsReporter {
  constructor(_config, { file }) {
    this.file = file;
  }

  onTestResult(_test, { testFilePath, failureMessage }) {
    if (!failureMessage) return;
    const said = stripVTControlCharacters(failureMessage).trim().slice(0, SHOWN);
    appendFileSync(`${this.file}.failed`, `-- ${testFilePath}\n${said}\n`);
  }

  onRunComplete(_contexts, results) {
    // A suite that could not even be loaded has no tests to count; a skipped test is not a passed one.
    const { numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests, numPassedTests } = results;
    const broken = numFailedTests + numRuntimeErrorTestSuites + numPendingTests + numTodoTests;
    writeFileSync(this.file, `${numPassedTests} ${broken}\n`);
  }
};
