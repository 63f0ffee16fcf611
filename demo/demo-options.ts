import { Command, InvalidArgumentError } from 'commander';

interface CommonOptions {
  /** End when all is done, instead of staying up. */
  readonly once: boolean;
  /** Print the result as the last line of stdout, and everything else to stderr. */
  readonly json: boolean;
}

export interface TransferOptions extends CommonOptions {
  /** Forget what earlier runs stored. */
  readonly fresh: boolean;
  /** Number of records to produce. It is even, because a transfer is two records. */
  readonly records: number;
}

export interface DeviceOptions extends CommonOptions {
  readonly devices: number;
  /** Number of events of each device, one a second. */
  readonly events: number;
}

export type DemoOptions =
  ({ readonly demo: 'transfers' } & TransferOptions) | ({ readonly demo: 'devices' } & DeviceOptions);

const LARGEST = 1_000_000;

const evenNumber = (text: string): number => {
  const records = Number(text);
  if (Number.isSafeInteger(records) && records >= 2 && records <= LARGEST && records % 2 === 0) return records;
  throw new InvalidArgumentError(`Expected an even number from 2 to ${LARGEST}: a transfer is two records.`);
};

const upTo =
  (largest: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 1 && value <= largest) return value;
    throw new InvalidArgumentError(`Expected a number from 1 to ${largest}.`);
  };

const withCommon = (command: Command): Command =>
  command
    .option('--once', 'end when all is done, instead of staying up', false)
    .option('--json', 'print the result as one line of JSON on stdout, and the rest on stderr', false)
    .allowExcessArguments(false);

/** Reads the command line. Ends the process on `--help` and on an option that does not exist. */
export const readDemoOptions = (argv: readonly string[]): DemoOptions => {
  let options: DemoOptions | undefined;
  const program = withCommon(new Command('npm run demo --'))
    .description('Real Kafka records become real HTTP calls through one Temporal workflow per account.')
    .option('--fresh', 'forget what earlier runs stored', false)
    .option('--records <n>', 'number of records to produce, two per transfer', evenNumber, 2000)
    .action((given: TransferOptions) => {
      options = { demo: 'transfers', ...given };
    });
  withCommon(program.command('devices'))
    .description('Poll agents bring events of devices into Kafka, and a workflow per device answers them over HTTP.')
    .option('--devices <n>', 'number of devices', upTo(1_000), 200)
    .option('--events <n>', 'number of events of each device, one a second', upTo(10_000), 20)
    .action((_given: DeviceOptions, command: Command) => {
      options = { demo: 'devices', ...command.optsWithGlobals<DeviceOptions>() };
    });
  program.parse(argv);
  if (options === undefined) throw new Error('No demo was chosen.');
  return options;
};
