// `npm run bench -- --workload W [--json]`: see bench-options.ts. Exit codes: 0 measured, 1 failed or below the floor.
import { errorText } from '../src/errors';
import { runBench } from './bench';
import { BenchEngines } from './bench-engines';
import { readBenchOptions, type BenchOptions } from './bench-options';
import { measureQuick } from './quick';
import { quickBaseline } from './quick-baseline';
import { belowFloor } from './quick-floor';
import { resultTable } from './result-table';
import { systemsNamed, systemsOf } from './system';

type Say = (line: string) => void;

const main = async (): Promise<number> => {
  const options = readBenchOptions(process.argv);
  const say: Say = (line) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  try {
    // What nothing has in its name is told before engines start.
    if (!options.quick) systemsNamed(systemsOf(options.workload), options.only);
    const engines = await BenchEngines.start(say, options.engine);
    try {
      return await (options.quick ? guard : bench)(options, engines, say);
    } finally {
      await engines.stop();
    }
  } catch (error) {
    say(errorText(error));
    return 1;
  }
};

const bench = async (options: BenchOptions, engines: BenchEngines, say: Say): Promise<number> => {
  const result = await runBench(options, engines, say);
  say(resultTable(result));
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  return 0;
};

const guard = async (options: BenchOptions, engines: BenchEngines, say: Say): Promise<number> => {
  const figures = await measureQuick(engines, options.halved, say);
  say(`measured: ${JSON.stringify(figures)}`);
  if (options.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  if (options.store) {
    await quickBaseline.store(figures);
    return 0;
  }
  const stored = await quickBaseline.read();
  say(`stored:   ${JSON.stringify(stored)}`);
  const faults = belowFloor(figures, stored);
  say(faults.length === 0 ? 'As quick as it was.' : `Slower than it was.\n${faults.join('\n')}`);
  return faults.length === 0 ? 0 : 1;
};

void main().then((code) => process.exit(code));
