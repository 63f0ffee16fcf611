import { Command, InvalidArgumentError, Option } from 'commander';
import { STORES, type Store } from './bench-engines';
import { WORKLOADS, type WorkloadName } from './workload';

export interface BenchOptions {
  /** Given unless `quick` is. */
  readonly workload: WorkloadName;
  /** Hold a short run of both shapes against the stored figures, instead of measuring a workload. */
  readonly quick: boolean;
  /** Where Temporal keeps its workflows. */
  readonly engine: Store;
  /** With `quick`: store the figures instead. */
  readonly store: boolean;
  /** With `quick`: make Sluice half as quick, to see that it is noticed. */
  readonly halved: boolean;
  /** Print the result as the last line of stdout, and everything else to stderr. */
  readonly json: boolean;
  /** Longest time that one system may take for the records that are measured. */
  readonly seconds: number;
  /** How often each system is measured, in turns; the result has medians. */
  readonly repeats: number;
  /** Part of the names of the systems to measure; an empty text means all of them. */
  readonly only: string;
}

const seconds = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 5 && value <= 3_600) return value;
  throw new InvalidArgumentError('Expected whole seconds from 5 to 3600.');
};

const repeats = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1 && value <= 20) return value;
  throw new InvalidArgumentError('Expected a whole number from 1 to 20.');
};

/** Reads the command line. Ends the process on `--help` and on an option that does not exist. */
export const readBenchOptions = (argv: readonly string[]): BenchOptions => {
  const command = new Command('npm run bench --')
    .description('Send one workload through both shapes of Sluice, and through what you would write without it.')
    .addOption(
      new Option('--workload <name>', 'what to measure; needed unless --quick is given').choices(
        Object.keys(WORKLOADS),
      ),
    )
    .addOption(new Option('--quick', 'fail if Sluice is slower than it was').default(false).conflicts('workload'))
    .option('--store', 'with --quick: store the figures that later runs are held against', false)
    .option('--halved', 'with --quick: make Sluice half as quick, to see that it is noticed', false)
    .addOption(new Option('--engine <store>', 'where Temporal keeps its workflows').choices(STORES).default('sqlite'))
    .option('--json', 'print the result as one line of JSON on stdout, and the rest on stderr', false)
    .option('--seconds <n>', 'longest time for the measured records of one system', seconds, 40)
    .option('--repeats <n>', 'how often each system is measured, in turns; the result has medians', repeats, 1)
    .option('--only <text>', 'measure only the systems that have this in their name', '')
    .allowExcessArguments(false)
    .parse(argv);
  const options = command.opts<BenchOptions>();
  const given = command.getOptionValue('workload') !== undefined;
  if (given === options.quick) command.error('error: expected --workload <name> or --quick', { exitCode: 1 });
  return options;
};
