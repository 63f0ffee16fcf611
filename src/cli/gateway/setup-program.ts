import type { Command } from 'commander';
import { common, type Execute } from '../common-options';
import type { CommandContext, CommandResult } from '../command';
import { retentionMs, wholeNumber } from '../option-parsers';
import type { SetupOptions } from './setup-command';

const THREE_DAYS_MS = 259_200_000;
const MAX_PARTITIONS = 10_000;

type SetupHandler = (options: SetupOptions, context: CommandContext) => Promise<CommandResult>;
type Parsed = Omit<SetupOptions, 'namespaceRetentionMs' | 'createNamespace'> & {
  readonly namespaceRetention: number;
  readonly createNamespace: boolean;
};

export const addSetup = (program: Command, handler: SetupHandler, execute: Execute): void => {
  common(program.command('setup').description('Make what the gateway needs: search attributes, dead-letter topics.'))
    .option('--dry-run', 'say what would be made, and make nothing', false)
    .option('--create-namespace', 'make the Temporal namespace, too, if it is missing', false)
    .option('--namespace-retention <duration>', 'how long it keeps closed workflows', retentionMs, THREE_DAYS_MS)
    .option(
      '--partitions <number>',
      'partitions of a topic that is made; else as the source has',
      wholeNumber(1, MAX_PARTITIONS),
    )
    .option('--replication-factor <number>', "of a topic that is made; else the broker's default", wholeNumber(1, 100))
    .action(({ namespaceRetention, ...values }: Parsed) => {
      const options = { ...values, namespaceRetentionMs: namespaceRetention };
      return execute(options, 'answers', (context) => handler(options, context));
    });
};
