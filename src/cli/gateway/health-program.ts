import type { Command } from 'commander';
import type { CommonOptions, Handler } from '../command/command';
import { reporting, type Execute } from '../command/common-options';
import { defined } from '../../model/defined';
import type { HealthOptions } from './health-command';

/** There is no `--config`: a probe runs every few seconds, and reading TypeScript takes it longer than asking. */
export const addHealth = (program: Command, handler: Handler<HealthOptions>, execute: Execute): void => {
  reporting(program.command('health'))
    .description('Ask a running gateway of this machine whether it works.')
    .option('--ready', 'ask whether it takes records now', false)
    .option('--at <address>', 'where it serves its health; by default what SLUICE_METRICS_LISTEN says')
    .action(({ json, logFormat, ...options }: HealthOptions & Omit<CommonOptions, 'config'>) =>
      execute({ json, ...defined({ logFormat }) }, 'answers', (context) => handler(options, context)),
    );
};
