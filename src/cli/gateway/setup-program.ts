import { InvalidArgumentError, Option, type Command } from 'commander';
import { durationMs } from '../../config/checking/duration-schema';
import { common, type Execute } from '../command/common-options';
import type { Handler } from '../command/command';
import { wholeNumber } from '../command/option-parsers';
import type { SetupOptions } from './setup-command';

const THREE_DAYS_MS = 259_200_000;
const MAX_PARTITIONS = 10_000;

type Parsed = Omit<SetupOptions, 'namespaceRetentionMs' | 'createNamespace'> & {
  readonly namespaceRetention: number;
  readonly createNamespace: boolean;
};

/** How long a namespace keeps closed workflows: between an hour and a year. */
export const retentionMs = (text: string): number => {
  const value = durationMs(text);
  if (value !== undefined && value >= 3_600_000 && value <= 31_536_000_000) return value;
  throw new InvalidArgumentError("Expected a duration from '1h' to '8760h', such as '72h'.");
};

export const addSetup = (program: Command, handler: Handler<SetupOptions>, execute: Execute): void => {
  common(
    program
      .command('setup')
      .description('Create the search attributes and topics that the gateway needs and that are missing.'),
  )
    .option('--dry-run', 'show what would be made; make nothing', false)
    .option('--create-namespace', 'also make the Temporal namespace if it is missing', false)
    .addOption(
      new Option('--namespace-retention <duration>', 'how long a namespace that is made keeps closed workflows')
        .argParser(retentionMs)
        .default(THREE_DAYS_MS, '72h'),
    )
    .option(
      '--partitions <number>',
      'partitions of each topic that is made (default: as many as the source has)',
      wholeNumber(1, MAX_PARTITIONS),
    )
    .option(
      '--replication-factor <number>',
      "replicas of each topic that is made (default: the broker's default)",
      wholeNumber(1, 100),
    )
    .action(({ namespaceRetention, ...values }: Parsed) => {
      const options = { ...values, namespaceRetentionMs: namespaceRetention };
      return execute(options, 'answers', (context) => handler(options, context));
    });
};
