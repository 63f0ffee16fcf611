import { Command, InvalidArgumentError } from 'commander';
import path from 'node:path';
import { FAULT_NAMES, type FaultName } from './fault';

export interface ChaosOptions {
  readonly records: number;
  readonly kills: number;
  readonly seed: number;
  readonly faults: readonly FaultName[];
  /** Time over which records and faults are spread; if undefined, 8 seconds for each kill. */
  readonly minutes: number | undefined;
  readonly brokers: number;
  /** Folder with `lib` and `chaos` of the gateway that is tested. */
  readonly gateway: string;
  readonly plan: boolean;
  /** Print the result as the last line of stdout, and everything else to stderr. */
  readonly json: boolean;
  /** Folder that gets a report with plots; the facts are kept, too. */
  readonly report: string | undefined;
  /** Kept folder of a run with `--report`, whose report is made again; nothing runs. */
  readonly from: string | undefined;
}

const MS_FOR_A_KILL = 8_000;
const LEAST_SPAN_MS = 20_000;

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };

const minutes = (text: string): number => {
  const value = Number(text);
  if (value > 0 && value <= 24 * 60) return value;
  throw new InvalidArgumentError('Expected minutes, more than 0 and at most 1440.');
};

const faults = (text: string): readonly FaultName[] => {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(FAULT_NAMES as readonly string[]).includes(name));
  if (unknown.length === 0) return names as FaultName[];
  throw new InvalidArgumentError(`There is no fault ${unknown.join(', ')}. There are: ${FAULT_NAMES.join(', ')}.`);
};

export const spanMs = ({ minutes: given, kills }: Pick<ChaosOptions, 'minutes' | 'kills'>): number =>
  given === undefined ? Math.max(LEAST_SPAN_MS, kills * MS_FOR_A_KILL) : given * 60_000;

/** Reads the command line. Ends the process on `--help` and on an option that does not exist. */
export const readChaosOptions = (argv: readonly string[]): ChaosOptions =>
  new Command('npm run chaos --')
    .description('Kill, cut and disturb a real gateway by a seeded schedule, and check from outside what it promises.')
    .option('--records <n>', 'number of records to produce, over all routes', whole(30, 1_000_000), 3_000)
    .option('--kills <n>', 'number of SIGKILLs, and of faults of other kinds', whole(0, 1_000), 10)
    .option('--seed <n>', 'seed of all that is random: the same seed gives the same schedule', whole(0, 2 ** 32 - 1), 1)
    .option('--faults <list>', 'inject only these faults, separated by commas', faults, FAULT_NAMES)
    .option('--minutes <m>', 'time over which records and faults are spread (default: 8 s for a kill)', minutes)
    .option('--brokers <n>', 'number of Kafka brokers', whole(1, 5), 3)
    .option('--gateway <folder>', 'checkout whose built gateway is tested', path.join(__dirname, '..'))
    .option('--plan', 'print the schedule and end', false)
    .option('--json', 'print the result as one line of JSON on stdout, and the rest on stderr', false)
    .option('--report <folder>', 'write a report with plots there, and keep the facts')
    .option('--from <folder>', 'make the report again from the folder that such a run has kept, and run nothing')
    .allowExcessArguments(false)
    .parse(argv)
    .opts<ChaosOptions>();
