import type { Command } from 'commander';
import type { BundleOptions } from './bundle-command';
import type { Handler } from '../command/command';
import type { Execute } from '../command/common-options';

/** There is no `--config`: a build has neither secrets nor brokers. */
export const addBundle = (program: Command, handler: Handler<BundleOptions>, execute: Execute): void => {
  program
    .command('bundle')
    .description('Bundle the handlers ahead of time, so that workers start faster.')
    .argument('[handlers]', 'file with the handlers; leave it out if no route needs one')
    .option('-o, --output <file>', 'file to write', 'workflows.bundle.json')
    .option('--json', 'print one JSON document as the last line of stdout', false)
    .action((handlers: string | undefined, { output, json }: { readonly output: string; readonly json: boolean }) =>
      execute({ json }, 'answers', (context) => handler({ handlers, output }, context)),
    );
};
