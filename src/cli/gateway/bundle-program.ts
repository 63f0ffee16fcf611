import type { Command } from 'commander';
import type { BundleOptions } from './bundle-command';
import type { CommandContext, CommandResult } from '../command';
import type { Execute } from '../common-options';

type BundleHandler = (options: BundleOptions, context: CommandContext) => Promise<CommandResult>;

/** Without `--config`: at the time of a build there are no secrets and no brokers. */
export const addBundle = (program: Command, handler: BundleHandler, execute: Execute): void => {
  program
    .command('bundle')
    .description("Bundle the handlers' file beforehand, so that workers start faster.")
    .argument('[handlers]', "the handlers' file; without one, for routes that have none")
    .option('-o, --output <file>', 'where to', 'workflows.bundle.json')
    .option('--json', 'print one JSON document as the last line of stdout', false)
    .action((handlers: string | undefined, { output, json }: { readonly output: string; readonly json: boolean }) =>
      execute({ json }, 'answers', (context) => handler({ handlers, output }, context)),
    );
};
