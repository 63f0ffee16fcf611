// `npm run bench -- --workload W [--json]`: see bench-options.ts. Exit codes: 0 measured, 1 failed.
import { errorText } from '../src/errors';
import { runBench } from './bench';
import { BenchEngines } from './bench-engines';
import { readBenchOptions } from './bench-options';
import { resultTable } from './result-table';

const main = async (): Promise<number> => {
  const options = readBenchOptions(process.argv);
  const say = (line: string): void => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  try {
    const engines = await BenchEngines.start(say);
    try {
      const result = await runBench(options, engines, say);
      say(resultTable(result));
      if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    } finally {
      await engines.stop();
    }
    return 0;
  } catch (error) {
    say(errorText(error));
    return 1;
  }
};

void main().then((code) => process.exit(code));
