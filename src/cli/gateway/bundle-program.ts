import type { Command } from 'commander';
import type { BundleOptions } from './bundle-command';
import type { CommonOptions, Handler } from '../command/command';
import { reporting, type Execute } from '../command/common-options';

type BundleValues = Pick<BundleOptions, 'output'> & Omit<CommonOptions, 'config'>;

/** There is no `--config`: a build has neither secrets nor brokers. */
export const addBundle = (program: Command, handler: Handler<BundleOptions>, execute: Execute): void => {
  reporting(program.command('bundle'))
    .description('Bundle the handlers ahead of time, so that workers start faster.')
    .argument('[handlers]', 'file with the handlers; leave it out if no route needs one')
    .option('-o, --output <file>', 'file to write', 'workflows.bundle.json')
    .action((handlers: string | undefined, { output, ...values }: BundleValues) =>
      execute(values, 'answers', (context) => handler({ handlers, output }, context)),
    );
};
