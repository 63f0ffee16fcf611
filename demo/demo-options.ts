import { Command, InvalidArgumentError } from 'commander';

export interface DemoOptions {
  /** End when all is done, instead of staying up. */
  readonly once: boolean;
  /** The result as the last line of stdout; everything else goes to stderr. */
  readonly json: boolean;
  /** Forget what earlier runs stored. */
  readonly fresh: boolean;
  /** Records to produce: even, as a transfer is two. */
  readonly records: number;
}

const LARGEST = 1_000_000;

const evenNumber = (text: string): number => {
  const records = Number(text);
  if (Number.isSafeInteger(records) && records >= 2 && records <= LARGEST && records % 2 === 0) return records;
  throw new InvalidArgumentError(`Expected an even number from 2 to ${String(LARGEST)}: a transfer is two records.`);
};

/** Reads the command line. Ends the process on `--help` and on an option that does not exist. */
export const readDemoOptions = (argv: readonly string[]): DemoOptions =>
  new Command('npm run demo --')
    .description('Real Kafka records become real HTTP calls through one Temporal workflow per account.')
    .option('--once', 'end when all is done, instead of staying up', false)
    .option('--json', 'print the result as one line of JSON on stdout, and the rest on stderr', false)
    .option('--fresh', 'forget what earlier runs stored', false)
    .option('--records <n>', 'records to produce, two per transfer', evenNumber, 2000)
    .allowExcessArguments(false)
    .parse(argv)
    .opts<DemoOptions>();
